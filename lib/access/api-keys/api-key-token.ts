import { crc32 } from "node:zlib";
import { newToken } from "../session-token.ts";

const shape = /^pbk_([A-Za-z0-9_-]{43})_([0-9a-f]{8})$/;

/** A new key: 256 random bits behind a prefix that scanners for leaked keys can know, and a checksum. */
export function newApiKey(): string {
  const secret = newToken();
  return `pbk_${secret}_${checksum(secret)}`;
}

/** Whether this can be a key at all: a mistyped one costs no query. */
export function isApiKey(text: string): boolean {
  const [, secret = "", sum] = shape.exec(text) ?? [];
  return sum !== undefined && sum === checksum(secret);
}

/** What tells keys apart on a page: not enough to guess the rest from. */
export function prefixOf(key: string): string {
  return key.slice(0, 10);
}

function checksum(secret: string): string {
  return crc32(secret).toString(16).padStart(8, "0");
}
