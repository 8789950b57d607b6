import type { Transform } from "node:stream";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import { UpstreamError } from "#lib/errors/upstream-error.ts";

/** The answer's content coding, or `undefined` when there is none. */
export function codingOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const coding = header.trim().toLowerCase();
  return coding === "" || coding === "identity" ? undefined : coding;
}

/**
 * A stream that undoes one content coding (RFC 9110, 8.4). It works in pieces of 16 KB, so a small
 * input that unfolds to gigabytes costs no memory before the caller stops it. `firstByte` tells the
 * two formats apart that servers send as "deflate".
 *
 * @throws UpstreamError `upstream_protocol` for codings Patchbay did not ask for.
 */
export function createDecompressor(coding: string, firstByte: number): Transform {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw();
    case "br":
      return createBrotliDecompress();
    case "zstd":
      return createZstdDecompress();
    default:
      throw new UpstreamError(
        "upstream_protocol",
        `The server sent its answer in a compression Patchbay does not know ("${coding.slice(0, 40)}").`,
      );
  }
}
