import { MIMEType } from "node:util";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { addField } from "./form-fields.ts";

/** Fields and files of one form. */
const mostParts = 200;
/** Characters of a field's name, and of a file's. */
const longestName = 255;
/** Characters of a field that is no file. */
const longestField = 1024 * 1024;

/**
 * A `multipart/form-data` body (RFC 7578): text fields as strings, files as
 * `{ name, type, size, base64 }` (size in bytes), what comes several times as a list. At most 200
 * parts, names of 255 characters and fields of 1 MB; a file is as large as the whole body may be.
 *
 * @throws UserError `invalid_form` when it is broken, `body_too_large` when it is over a limit
 */
export async function parseMultipart(bytes: Buffer, contentType: string): Promise<Json> {
  const boundary = boundaryOf(contentType);
  const form = withoutSurroundings(bytes, boundary);
  checkPartCount(form, boundary);
  const fields: JsonObject = {};
  for (const [name, value] of await readForm(form, boundary)) {
    if (name.length > longestName) throw tooLarge("the name of a field is");
    if (typeof value === "string") {
      if (value.length > longestField) throw tooLarge(`the field “${name}” is`);
      addField(fields, name, value);
      continue;
    }
    const content = Buffer.from(await value.arrayBuffer());
    addField(fields, name, {
      name: fileName(value.name),
      type: value.type === "" ? "application/octet-stream" : value.type,
      size: content.length,
      base64: content.toString("base64"),
    });
  }
  return fields;
}

function boundaryOf(contentType: string): string {
  try {
    const boundary = new MIMEType(contentType).params.get("boundary");
    // RFC 2046, 5.1.1: 1 to 70 characters of this set.
    if (boundary !== null && /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary)) {
      return boundary;
    }
  } catch {
    // Said below, as for a header that has none.
  }
  throw broken("its Content-Type names no boundary between its parts");
}

/** Without what RFC 2046 lets stand before the first boundary and after the last one. */
function withoutSurroundings(bytes: Buffer, boundary: string): Buffer {
  const opening = `--${boundary}`;
  const between = `\r\n${opening}`;
  const before = bytes.indexOf(between);
  const start = bytes.subarray(0, opening.length).equals(Buffer.from(opening)) ? 0 : before + 2;
  if (start === 1) throw broken("its boundary does not occur in it");
  const end = bytes.lastIndexOf(`${opening}--`);
  if (end < start) throw broken("its last part does not end");
  return bytes.subarray(start, end + opening.length + 2);
}

function checkPartCount(form: Buffer, boundary: string): void {
  const between = Buffer.from(`\r\n--${boundary}`);
  let parts = 0;
  for (let at = form.indexOf(between); at !== -1; at = form.indexOf(between, at + 1)) {
    if (++parts > mostParts) {
      throw new UserError("body_too_large", `The form has more than ${mostParts} parts.`, {
        next: "Send it in several requests.",
      });
    }
  }
}

/** Reads it with the platform's own parser, which takes it from a response's body. */
async function readForm(form: Buffer, boundary: string): Promise<FormData> {
  const headers = { "content-type": `multipart/form-data; boundary="${boundary}"` };
  try {
    return await new Response(new Uint8Array(form), { headers }).formData();
  } catch (cause) {
    throw broken("a part of it has no name, no end, or headers that make no sense", cause);
  }
}

/** Some senders put the whole path there. Its last part without control characters is the name. */
function fileName(given: string): string {
  const name = given.split(/[\\/]/).at(-1) ?? "";
  return name.replace(/\p{Cc}/gu, "").slice(0, longestName);
}

function broken(why: string, cause?: unknown): UserError {
  return new UserError("invalid_form", `The body is not a valid multipart form: ${why}.`, {
    cause,
    next: "Send it the way a browser sends a form, or as JSON.",
  });
}

function tooLarge(what: string): UserError {
  return new UserError("body_too_large", `In the form, ${what} too long.`, {
    next: "Send long content as a file.",
  });
}
