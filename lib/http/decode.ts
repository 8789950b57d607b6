import { createOffload, type Offload } from "#lib/offload/offload.ts";
import { parseJson } from "#lib/offload/tasks/parse-json.ts";
import { decodeText, readContentType } from "./decode-text.ts";

export { decodeText } from "./decode-text.ts";

export type BodyKind = "json" | "xml" | "text" | "binary";

/** What stands for a body that is neither text nor data, such as an image or a PDF. */
export type BinaryBody = { contentType: string; bytes: number };

/** Larger JSON is parsed in a child process. Bytes. */
const inlineJsonLimit = 256 * 1024;
const xmlTimeoutMs = 5_000;

let shared: Offload | undefined;

/**
 * An answer's body as a value. `auto` goes by the content type: JSON and XML become data, text stays
 * text, anything else becomes a {@link BinaryBody}; a body without a content type is JSON when it
 * parses as such, else text. An empty body is null (text: ""). XML, and JSON over 256 KB, are read in
 * a child process; `offload` defaults to a pool of this module's own, which starts when first needed.
 *
 * @throws UpstreamError `upstream_invalid_json`, `upstream_invalid_xml`, `unknown_charset`
 * @throws UserError `offload_timeout`, `offload_failed` for data too large to read
 */
export async function parseBody(
  body: Uint8Array,
  contentType: string | undefined,
  as: "auto" | "json" | "xml" | "text",
  offload?: Offload,
): Promise<unknown> {
  const { type } = readContentType(contentType);
  const kind = as === "auto" ? kindOf(type) : as;
  if (kind === "text") return decodeText(body, contentType);
  if (body.length === 0) return null;
  switch (kind) {
    case "json":
      return readJson(body, contentType, offload);
    case "xml":
      return pool(offload).run(
        "xml-to-json",
        { bytes: body, contentType: contentType ?? "text/xml" },
        { timeoutMs: xmlTimeoutMs },
      );
    case "binary":
      return { contentType: type, bytes: body.length } satisfies BinaryBody;
    case undefined:
      return readUnnamed(body, offload);
  }
}

/** What a media type holds; `undefined` when there is none. */
export function kindOf(type: string): BodyKind | undefined {
  if (type === "") return undefined;
  if (/^(application|text)\/json$|\+json$/.test(type)) return "json";
  if (/^(application|text)\/xml$|\+xml$/.test(type) && !/xhtml|svg/.test(type)) return "xml";
  const textual = /^text\/|xhtml|svg|javascript|ndjson|x-www-form-urlencoded|yaml|graphql/;
  return textual.test(type) ? "text" : "binary";
}

function readJson(
  body: Uint8Array,
  contentType: string | undefined,
  offload: Offload | undefined,
): unknown {
  if (body.length <= inlineJsonLimit) return parseJson(decodeText(body, contentType));
  return pool(offload).run("json-parse", { bytes: body, contentType });
}

/** Without a content type: JSON when it is, else text; the choice is ours, so no error. */
async function readUnnamed(body: Uint8Array, offload: Offload | undefined): Promise<unknown> {
  const text = decodeText(body, undefined);
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return await readJson(body, undefined, offload);
  } catch {
    return text;
  }
}

function pool(offload: Offload | undefined): Offload {
  if (offload !== undefined) return offload;
  shared ??= createOffload();
  return shared;
}
