import type { JsonObject } from "#lib/flow/json.ts";
import { importBody } from "./import-body.ts";
import { type FoundCredential, importCredential, type LeftOut } from "./import-credential.ts";
import { readCommand } from "./read-command.ts";
import { isSecretParameter } from "./secret-names.ts";
import { type Row, splitOutside, splitPairs } from "./split-pairs.ts";

export type CurlImport = {
  /** Settings of a REST API step: those the command speaks of, its credential not among them. */
  config: JsonObject;
  credential: FoundCredential | undefined;
  leftOut: LeftOut | undefined;
  /** The host that is called, as `api.example.com`. */
  host: string;
  /** What could not be taken over, in plain sentences. */
  notes: string[];
};

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** What Patchbay says itself with every request. */
const ownHeaders =
  /^(host|content-length|connection|keep-alive|proxy-connection|transfer-encoding|upgrade|expect|te|trailer|accept-encoding)$/i;

/** A command for curl as settings of a REST API step; undefined when it names no address. */
export function importCurl(text: string): CurlImport | undefined {
  const command = readCommand(text);
  if (command === undefined) return undefined;
  const { notes } = command;
  if (!methods.includes(command.method)) {
    notes.push(`The method ${command.method} is not there; GET was set.`);
    command.method = "GET";
  }
  const { url, bare, userInfo, query } = splitAddress(command.url);
  if (/[{[](?![{])[^{}[\]]*[}\]]/.test(bare.replace(/\{\{[\s\S]*?\}\}/g, "")))
    notes.push(
      "What stands in braces or brackets in the address is a gap to fill, or a list for curl: put a value there.",
    );
  const given = command.headers.flatMap(({ name, value }) =>
    value === null || ownHeaders.test(name) ? [] : [{ name, value }],
  );
  if (command.isJson && !command.headers.some(({ name }) => name.toLowerCase() === "accept"))
    given.push({ name: "Accept", value: "application/json" });
  const sorted = importCredential(command, { headers: given, query, userInfo });
  const body = importBody(command, sorted.headers);
  const proxy = readProxy(command.proxy, notes);
  return {
    config: {
      method: command.method,
      url,
      query: sorted.query,
      headers: body.headers.map(({ name, value }): Row => ({ name, value, enabled: true })),
      ...body.config,
      ...(command.follow !== undefined && { followRedirects: command.follow }),
      ...(command.timeoutSeconds !== undefined && {
        timeoutSeconds: readTimeout(command.timeoutSeconds, notes),
      }),
      ...(proxy !== "" && { proxy }),
      ...(command.toFile && command.method !== "HEAD" && { responseAs: "file" }),
    },
    credential: sorted.credential,
    leftOut: sorted.leftOut,
    host: URL.parse(bare.replace(/\{\{[\s\S]*?\}\}/g, "x"))?.host ?? "",
    notes: [...notes, ...body.notes],
  };
}

/**
 * An address without its query, which becomes rows where rows say the same; else only what looks like
 * a key becomes rows.
 */
function splitAddress(address: string) {
  const withoutHash = address.replace(/#(?![^{]*\}\}).*$/s, "");
  const at = withoutHash.search(/\?(?![^{]*\}\})/);
  const whole = at === -1 ? withoutHash : withoutHash.slice(0, at);
  const user = /^([a-z][a-z\d+.-]*:\/\/)([^/?#@{}]*)@/i.exec(whole);
  const bare = user === null ? whole : (user[1] ?? "") + whole.slice(user[0].length);
  const userInfo = user === null ? undefined : decodeSafely(user[2] ?? "");
  const query = at === -1 ? "" : withoutHash.slice(at + 1);
  const rows = splitPairs(query, false);
  if (rows !== undefined) return { url: bare, bare, userInfo, query: rows };
  const pieces = splitOutside(query, "&").map((text) => ({ text, rows: splitPairs(text, false) }));
  const isKey = (piece: (typeof pieces)[number]) =>
    piece.rows?.some(({ name }) => isSecretParameter(name)) ?? false;
  const kept = pieces.flatMap((piece) => (isKey(piece) ? [] : [piece.text])).join("&");
  const keys = pieces.flatMap((piece) => (isKey(piece) ? (piece.rows ?? []) : []));
  return { url: `${bare}?${kept}`, bare, userInfo, query: keys };
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A proxy's password belongs into a secret variable. */
function readProxy(proxy: string, notes: string[]): string {
  if (proxy === "") return "";
  if (/^socks/i.test(proxy)) {
    notes.push("The proxy was left out: only HTTP proxies can be used.");
    return "";
  }
  const address = /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  const signIn = /^([a-z]+:\/\/)([^@/]*)@/i.exec(address);
  if (signIn === null || /^[^:]*:\{\{[\s\S]*\}\}$/.test(signIn[2] ?? "")) return address;
  notes.push(
    "The proxy's user name and password were left out: keep them in a secret variable, as the setting “Through a proxy” shows.",
  );
  return (signIn[1] ?? "") + address.slice(signIn[0].length);
}

function readTimeout(seconds: number, notes: string[]): number {
  const fitting = Math.min(120, Math.max(1, seconds));
  if (fitting !== seconds) notes.push(`A step waits from 1 to 120 seconds; ${fitting} was set.`);
  return fitting;
}
