import { Readable } from "node:stream";
import type { HeaderPairs } from "./request-headers.ts";

/** A body that is read as it goes out, and read anew when the request is sent again. */
export type BodySource = {
  /** How many bytes it has; without it, the body goes out in chunks (RFC 9112, 7.1). */
  bytes?: number;
  open: () => AsyncIterable<Uint8Array>;
};

export type RequestBody = string | Uint8Array | BodySource;

type Sent = { body: string | Uint8Array | Readable | null; headers: HeaderPairs };

export function isBodySource(body: RequestBody): body is BodySource {
  return typeof body !== "string" && !(body instanceof Uint8Array);
}

/** The body as undici takes it, and the headers with its length. */
export function openBody(body: RequestBody | undefined, headers: HeaderPairs): Sent {
  if (body === undefined) return { body: null, headers };
  if (!isBodySource(body)) return { body, headers };
  const { bytes, open } = body;
  return {
    body: Readable.from(open(), { objectMode: false }),
    headers: bytes === undefined ? headers : [...headers, "content-length", String(bytes)],
  };
}
