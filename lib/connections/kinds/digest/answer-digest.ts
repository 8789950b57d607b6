import { createHash } from "node:crypto";

/** What a server asks for, in `WWW-Authenticate: Digest …`. */
export type DigestChallenge = {
  realm: string;
  nonce: string;
  opaque?: string;
  /** As the server wrote it. */
  algorithm?: string;
  qop?: string;
};

type Question = {
  username: string;
  password: string;
  method: string;
  /** Path and query as sent. */
  uri: string;
  /** A number of the client's own, and how often the nonce was used with it. */
  cnonce: string;
  count: number;
};

const hashes: { [algorithm: string]: string } = {
  md5: "md5",
  "sha-256": "sha256",
  "sha-512-256": "sha512-256",
};

/**
 * The Digest challenge in a `WWW-Authenticate` header that may hold several; of several Digest ones,
 * the strongest that can be answered. Undefined when there is none.
 */
export function readChallenge(header: string): DigestChallenge | undefined {
  const found: DigestChallenge[] = [];
  // Each begins with its scheme: a word and a space, not followed by a sign of equality.
  for (const part of header.split(/(?:^|,)\s*(?=[A-Za-z][\w-]*\s+[A-Za-z][\w-]*\s*=)/)) {
    const scheme = /^\s*digest\s+/i.exec(part);
    if (scheme === null) continue;
    const given: { [name: string]: string } = {};
    const pairs = part
      .slice(scheme[0].length)
      .matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/g);
    for (const [, name = "", quoted, bare] of pairs) {
      given[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
    }
    const { realm, nonce, opaque, algorithm, qop } = given;
    if (realm === undefined || nonce === undefined) continue;
    if (hashOf(algorithm) === undefined) continue;
    // Only what covers the request line; a body that is streamed cannot be covered.
    if (qop !== undefined && !/(?:^|[\s,])auth(?:$|[\s,])/i.test(qop)) continue;
    found.push({
      ...{ realm, nonce },
      ...(opaque !== undefined && { opaque }),
      ...(algorithm !== undefined && { algorithm }),
      ...(qop !== undefined && { qop: "auth" }),
    });
  }
  const strength = ({ algorithm }: DigestChallenge) => (hashOf(algorithm) === "md5" ? 0 : 1);
  return found.toSorted((one, other) => strength(other) - strength(one))[0];
}

/** The value of the `Authorization` header (RFC 7616, 3.4). */
export function answerDigest(challenge: DigestChallenge, question: Question): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const { username, password, method, uri, cnonce, count } = question;
  const hash = (text: string) =>
    createHash(hashOf(algorithm) ?? "md5")
      .update(text)
      .digest("hex");
  const times = count.toString(16).padStart(8, "0");
  const plain = hash(`${username}:${realm}:${password}`);
  const secret = algorithm?.toLowerCase().endsWith("-sess")
    ? hash(`${plain}:${nonce}:${cnonce}`)
    : plain;
  const request = hash(`${method}:${uri}`);
  const response =
    qop === undefined
      ? hash(`${secret}:${nonce}:${request}`)
      : hash(`${secret}:${nonce}:${times}:${cnonce}:${qop}:${request}`);
  const parts = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${times}`, `cnonce="${cnonce}"`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parts.join(", ")}`;
}

function hashOf(algorithm = "MD5"): string | undefined {
  return hashes[algorithm.toLowerCase().replace(/-sess$/, "")];
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
