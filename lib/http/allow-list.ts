import ipaddr from "ipaddr.js";
import { UserError } from "#lib/errors/user-error.ts";
import { isMetadataAddress, parseAddress } from "./address.ts";

/** What the operator lets Patchbay call although it is not public. */
export type AllowList = {
  /** Whether this name, as a URL's host, is allowed on this port, wherever it resolves to. */
  allowsHost(host: string, port: number): boolean;
  /** Whether this address is allowed on this port. */
  allowsAddress(address: string, port: number): boolean;
};

type AllowedRange = { base: ipaddr.IPv4 | ipaddr.IPv6; bits: number; port: number | undefined };

/**
 * Reads the operator's entries: `host:port`, `10.1.2.3:8080`, `[::1]:8080`, `10.0.0.0/8`,
 * `10.0.0.0/8:443`, `fd00::/8`, `[fd00::/8]:443`. A name allows what it resolves to, on that port
 * only. A range never includes a cloud's metadata address: that needs an entry of its own.
 *
 * @throws UserError `invalid_config` naming the entry that cannot be read.
 */
export function readAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>();
  const ranges: AllowedRange[] = [];
  for (const entry of entries) {
    const text = entry.trim();
    const range = text.includes("/") ? readRange(text) : undefined;
    if (range) ranges.push(range);
    else readHostEntry(text, hosts, ranges);
  }
  return {
    allowsHost: (host, port) => hosts.has(`${plainHost(host)}:${port}`),
    allowsAddress: (address, port) => {
      const parsed = parseAddress(address);
      if (parsed === undefined) return false;
      const exactOnly = isMetadataAddress(address);
      return ranges.some((range) => covers(range, parsed, port, exactOnly));
    },
  };
}

function covers(
  range: AllowedRange,
  address: ipaddr.IPv4 | ipaddr.IPv6,
  port: number,
  exactOnly: boolean,
): boolean {
  if (range.port !== undefined && range.port !== port) return false;
  if (range.base.kind() !== address.kind()) return false;
  if (exactOnly && range.bits !== (address.kind() === "ipv4" ? 32 : 128)) return false;
  return address.match(range.base, range.bits);
}

function readHostEntry(text: string, hosts: Set<string>, ranges: AllowedRange[]): void {
  const match = /^(\[[^\]]+\]|[^:[\]/@?#\s*]+):(\d{1,5})$/.exec(text);
  const url = match ? `http://${match[1]}/` : "";
  if (!match || !URL.canParse(url)) throw unreadable(text);
  const port = readPort(match[2] ?? "", text);
  const host = plainHost(new URL(url).hostname);
  const address = parseAddress(host);
  if (address === undefined) hosts.add(`${host}:${port}`);
  else ranges.push({ base: address, bits: address.kind() === "ipv4" ? 32 : 128, port });
}

function readRange(text: string): AllowedRange {
  const match =
    /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? /^([\d.]+\/\d+)(?::(\d{1,5}))?$/.exec(text);
  const cidr = match?.[1] ?? text;
  if (!ipaddr.isValidCIDR(cidr)) throw unreadable(text);
  const [base, bits] = ipaddr.parseCIDR(cidr);
  return { base, bits, port: match?.[2] === undefined ? undefined : readPort(match[2], text) };
}

function readPort(digits: string, text: string): number {
  const port = Number(digits);
  if (port < 1 || port > 65_535) throw unreadable(text);
  return port;
}

/** A host as compared: lower case, without the brackets of IPv6 and the dot of an absolute name. */
export function plainHost(host: string): string {
  const bare = host.startsWith("[") ? host.slice(1, -1) : host;
  return (bare.endsWith(".") ? bare.slice(0, -1) : bare).toLowerCase();
}

function unreadable(entry: string): UserError {
  return new UserError(
    "invalid_config",
    `The list of allowed targets holds "${entry}", which is neither host:port nor a range of addresses.`,
    { next: "Write for example localhost:4000, 10.1.2.3:443 or 10.0.0.0/8." },
  );
}
