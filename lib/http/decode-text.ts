import { UpstreamError } from "#lib/errors/upstream-error.ts";

/** A Content-Type header in parts; type in lower case, "" when there is none. */
export type ContentType = { type: string; charset: string | undefined };

/** Reads a Content-Type header (RFC 9110, 8.3). Never throws. */
export function readContentType(header: string | undefined): ContentType {
  const text = header ?? "";
  const type = (text.split(";", 1)[0] ?? "").trim().toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(text)?.[1];
  return { type, charset };
}

/**
 * Bytes as text. The charset comes, in this order, from a byte order mark, the content type, the
 * first 1,024 bytes (`<?xml encoding=…>` and HTML's `<meta charset=…>`), else it is UTF-8. The mark
 * itself is not part of the text; bytes that are invalid in the charset become U+FFFD.
 *
 * @throws UpstreamError `unknown_charset`
 */
export function decodeText(body: Uint8Array, header: string | undefined): string {
  const { type, charset } = readContentType(header);
  const label = charsetOfMark(body) ?? charset ?? charsetInside(body, type) ?? "utf-8";
  try {
    return new TextDecoder(label).decode(body);
  } catch (cause) {
    const shown = label.slice(0, 40);
    throw new UpstreamError(
      "unknown_charset",
      `The answer is in an unknown charset ("${shown}").`,
      {
        cause,
        next: "Ask the API for UTF-8.",
        details: { charset: shown },
      },
    );
  }
}

function charsetOfMark(body: Uint8Array): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return "utf-8";
  if (body[0] === 0xfe && body[1] === 0xff) return "utf-16be";
  if (body[0] === 0xff && body[1] === 0xfe) return "utf-16le";
  return undefined;
}

function charsetInside(body: Uint8Array, type: string): string | undefined {
  if (!/[/+](xml|html)$|^text\/html|xhtml/.test(type)) return undefined;
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1024)).toString(
    "latin1",
  );
  const found =
    /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)/i.exec(head) ??
    /<meta[^>]*?charset\s*=\s*["']?\s*([\w-]+)/i.exec(head);
  return found?.[1];
}
