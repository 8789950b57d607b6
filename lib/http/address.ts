import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Why an address is not on the public internet. */
export type ForbiddenKind = "loopback" | "private" | "link-local" | "metadata" | "special";

/**
 * Addresses from which a cloud machine reads its own credentials, by their vendors' documentation
 * (AWS, Google, Azure, Alibaba, Oracle). Some lie outside every special range.
 */
const metadataAddresses = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
]);

const kindOfRange: Record<string, ForbiddenKind> = {
  loopback: "loopback",
  unspecified: "loopback",
  private: "private",
  uniqueLocal: "private",
  carrierGradeNat: "private",
  linkLocal: "link-local",
};

/** What lies inside 2000::/3 or its neighbours and is special, where ipaddr.js says "unicast". */
const furtherSpecialRanges = ["2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16"].map((range) =>
  ipaddr.IPv6.parseCIDR(range),
);
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");
const siteLocal = ipaddr.IPv6.parseCIDR("fec0::/10");
const nat64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * Says what keeps an IP address (v4 or v6, as a resolver or URL parser prints it) from being public,
 * or `undefined` when it is public. Ranges: IANA's special-purpose registries (RFC 6890 and its
 * updates). An address of the well-known NAT64 prefix (RFC 6052) is judged by the IPv4 address inside
 * it, so that servers in IPv6-only networks can work; every other transition form (mapped,
 * compatible, 6to4, Teredo) is refused whatever it holds. What does not parse is refused.
 */
export function forbiddenKindOf(address: string): ForbiddenKind | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return "special";
  if (isMetadataAddress(address)) return "metadata";
  if (parsed instanceof ipaddr.IPv4) return kindOfV4(parsed);
  if (parsed.match(nat64)) return judgeEmbedded(parsed.parts.slice(6));
  if (parsed.match(siteLocal)) return "private";
  const range = parsed.range();
  if (range === "ipv4Mapped") return judgeEmbedded(parsed.parts.slice(6)) ?? "special";
  if (range !== "unicast") return kindOfRange[range] ?? "special";
  const isPublic =
    parsed.match(globalUnicast) && !furtherSpecialRanges.some((special) => parsed.match(special));
  return isPublic ? undefined : "special";
}

/** Whether this is an address under which a cloud hands out the machine's own credentials. */
export function isMetadataAddress(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && metadataAddresses.has(parsed.toString());
}

/** Reads an address, ignoring a zone id; `undefined` when it is none. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = address.split("%", 1)[0] ?? "";
  return isIP(bare) === 0 ? undefined : ipaddr.parse(bare);
}

function kindOfV4(address: ipaddr.IPv4): ForbiddenKind | undefined {
  const range = address.range();
  return range === "unicast" ? undefined : (kindOfRange[range] ?? "special");
}

function judgeEmbedded(parts: number[]): ForbiddenKind | undefined {
  const bytes = parts.flatMap((part) => [part >> 8, part & 255]);
  return forbiddenKindOf(bytes.join("."));
}
