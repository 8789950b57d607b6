import type { JsonObject } from "#lib/flow/json.ts";

/** Shorter secrets would be found everywhere by chance. */
const shortestSecret = 6;
/** Lines of a key, and pieces of base64, from this length on: shorter ones are no evidence. */
const shortestPiece = 12;
/** Groups in one another, at most. */
const deepest = 100;

/**
 * Matches a connection's secrets wherever somebody repeats them: as they are, URL-encoded, escaped
 * for JSON or HTML, each sign in its own way; in base64 wherever that begins, and with a user name as
 * in a Basic header; and of a single token, its better half, which is what a cut leaves of it.
 * `settings` are what stands beside them. Null when there is nothing to match.
 */
export function secretPattern(
  secrets: { [key: string]: string },
  settings: JsonObject = {},
): RegExp | null {
  const names = Object.values(settings).filter((value) => typeof value === "string");
  const found = Object.values(secrets)
    .flatMap(partsOf)
    .filter((secret) => secret.length >= shortestSecret)
    // The longest first: one may be part of another.
    .sort((a, b) => b.length - a.length);
  if (found.length === 0) return null;
  const encoded = found.flatMap((secret) => base64Forms(secret, names));
  const literals = [...new Set(encoded)].sort((a, b) => b.length - a.length);
  const sources = [...new Set(found.map(loosely)), ...literals.map(escapeForPattern)];
  return new RegExp(sources.join("|"), "gi");
}

/** A secret with what is secret inside it: an address's path, headers' values, a key's lines. */
function partsOf(secret: string): string[] {
  const parts = [secret];
  const url = /^https?:/i.test(secret) ? URL.parse(secret) : null;
  if (url !== null && url.pathname + url.search !== "/") {
    parts.push(url.pathname + url.search, url.pathname, ...tokensOf(url));
  }
  if (/^\s*[[{]/.test(secret)) parts.push(...leavesOf(secret));
  for (const text of [...parts]) {
    if (!text.includes("\n")) continue;
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    parts.push(...lines.filter((line) => line.length >= shortestPiece && !line.startsWith("--")));
  }
  return parts.filter((part) => part !== "/");
}

/** Parts of an address's path and query that look as if nobody could guess them. */
function tokensOf({ pathname, searchParams }: URL): string[] {
  const segments = pathname.split("/").map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
  return [...segments, ...searchParams.values()].filter(
    (part) => part.length >= shortestPiece && /[\dA-Z]/.test(part),
  );
}

/** Of rows, the values; of a key file, what its own names call secret. */
function leavesOf(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).flatMap((item: unknown) =>
      typeof item !== "object" || item === null
        ? []
        : Object.entries(item).flatMap(([key, leaf]) =>
            typeof leaf === "string" && /^value$|key|secret|token|password/i.test(key) ? leaf : [],
          ),
    );
  } catch {
    return [];
  }
}

/** A secret in any escaping; of a single token, also a beginning of at least half its length. */
function loosely(secret: string): string {
  const signs = [...secret].map(inAnyEscaping);
  const isToken = !/\s|^https?:|^[[{]/i.test(secret) && signs.length >= 2 * shortestSecret;
  if (!isToken) return signs.join("");
  const half = Math.ceil(signs.length / 2);
  // In steps, so that a long secret nests no deeper than the engine likes.
  const step = Math.ceil((signs.length - half) / deepest);
  let tail = "";
  for (let end = signs.length; end > half; end -= step) {
    tail = `(?:${signs.slice(Math.max(half, end - step), end).join("")}${tail})?`;
  }
  return signs.slice(0, half).join("") + tail;
}

/** One character, as URLs, JSON (any number of times) and HTML write it. */
function inAnyEscaping(sign: string): string {
  if (/[A-Za-z\d]/.test(sign)) return sign;
  const inJson = JSON.stringify(sign).slice(1, -1).replace(/^\\/, "");
  const code = sign.codePointAt(0) ?? 0;
  const ways = [
    escapeForPattern(encodeURIComponent(sign.toWellFormed())),
    `%${code.toString(16).padStart(2, "0")}`,
    `\\\\+${escapeForPattern(inJson)}`,
    `&#0*${code};`,
    `&#x0*${code.toString(16)};`,
    ...(entities[sign] ?? []),
    ...(sign === " " ? ["\\+"] : []),
    sign === "\\" ? "\\\\+" : escapeForPattern(sign),
  ];
  return `(?:${ways.join("|")})`;
}

const entities: { readonly [sign: string]: readonly string[] } = {
  "&": ["&amp;"],
  "<": ["&lt;"],
  ">": ["&gt;"],
  '"': ["&quot;"],
  "'": ["&apos;"],
};

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function base64Forms(secret: string, names: readonly string[]): string[] {
  const texts = [secret, `${secret}:`, `:${secret}`, ...names.map((name) => `${name}:${secret}`)];
  const whole = texts.flatMap((text) => {
    const base64 = Buffer.from(text).toString("base64");
    const url = Buffer.from(text).toString("base64url");
    return [base64, base64.replace(/=+$/, ""), url, encodeURIComponent(base64)];
  });
  return [...whole, ...base64Within(secret)];
}

/** What is sure to stand in the base64 of any text around the secret, for each of three alignments. */
function base64Within(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const skipped = offset === 0 ? 0 : 3 - offset;
    const whole = bytes.subarray(skipped, bytes.length - ((bytes.length - skipped) % 3));
    const base64 = whole.toString("base64");
    return base64.length < shortestPiece ? [] : [base64, whole.toString("base64url")];
  });
}
