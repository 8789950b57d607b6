import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { formFields } from "./form-fields.ts";
import { locateJsonError } from "./locate-json-error.ts";
import { parseMultipart } from "./parse-multipart.ts";

/** Deeper JSON is refused: everything that walks it later would have to go as deep. */
const deepestJson = 200;
/** The key itself, or an escape of one of its characters. */
const mayNameProto = /__proto__|\\u00(?:5f|6f|7[024])/i;
const byteOrderMark = "\ufeff";

/**
 * A webhook's body as a flow sees it: JSON as its value, a form as an object (a repeated field as a
 * list; files of a multipart form as {@link parseMultipart} has them), text and XML as a string, an
 * empty body as null, and anything else as `{ contentType, size, base64 }`. Without a content type,
 * text that begins like JSON is read as JSON. A promise for multipart forms only.
 * Throws `invalid_json` with the place of the mistake, `invalid_form`, `body_too_large` for a form of
 * too many parts, or `unsupported_media_type`.
 */
export function parseBody(
  bytes: Buffer,
  contentType: string | undefined,
  encoding: string | undefined,
): Json | Promise<Json> {
  if (bytes.length === 0) return null;
  if (encoding !== undefined && encoding !== "identity") {
    throw new UserError(
      "unsupported_media_type",
      `The body is compressed (${encoding.slice(0, 40)}), which webhooks do not take.`,
      { next: "Send it without a Content-Encoding." },
    );
  }
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || type.endsWith("+json")) return parseJson(bytes.toString());
  if (type === "application/x-www-form-urlencoded") return formFields(bytes.toString());
  if (type === "multipart/form-data") return parseMultipart(bytes, contentType ?? "");
  if (type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml")) {
    return decodeText(bytes, contentType ?? "");
  }
  if (type === "") {
    const text = bytes.toString();
    // A replacement character means that the bytes were not UTF-8.
    if (!text.includes("\ufffd")) return /^\s*[{[]/.test(text) ? parseJson(text) : text;
  }
  return { contentType: type, size: bytes.length, base64: bytes.toString("base64") };
}

function parseJson(raw: string): Json {
  const text = raw.startsWith(byteOrderMark) ? raw.slice(1) : raw;
  if (text.length > deepestJson * 2 && isTooDeep(text)) {
    throw new UserError(
      "invalid_json",
      `The body's JSON is nested more than ${deepestJson} levels deep.`,
    );
  }
  try {
    const value = JSON.parse(text);
    if (mayNameProto.test(text)) dropProto(value);
    return value;
  } catch (cause) {
    const place = locateJsonError(text);
    const where = place === null ? "" : ` at line ${place.line}, column ${place.column}`;
    throw new UserError("invalid_json", `The body is not valid JSON: look${where}.`, {
      cause,
      next: "Correct the body, or send another Content-Type.",
      ...(place !== null && { details: place }),
    });
  }
}

/**
 * Takes the key out wherever it is, for it would set a prototype as soon as somebody copies it by
 * assignment. Many times as quick as a reviver, which JSON.parse calls for every value.
 */
function dropProto(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && Object.hasOwn(value, "__proto__")) {
    Reflect.deleteProperty(value, "__proto__");
  }
  const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const child of children) if (typeof child === "object") dropProto(child);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92 /* \ */) at++;
      else if (code === 34 /* " */) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 /* { */ || code === 91 /* [ */) {
      if (++depth > deepestJson) return true;
    } else if (code === 125 /* } */ || code === 93 /* ] */) depth--;
  }
  return false;
}

function decodeText(bytes: Buffer, contentType: string): string {
  const charset = /charset="?([\w.:-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (cause) {
    throw new UserError("unsupported_media_type", `The character set ${charset} is not known.`, {
      cause,
      next: "Send the text as UTF-8.",
    });
  }
}
