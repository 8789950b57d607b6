import { decodeText } from "#lib/http/decode-text.ts";
import { readSchema } from "#lib/systems/graphql/read-schema.ts";
import { readDescription } from "#lib/systems/openapi/read-description.ts";
import { parseJson } from "./tasks/parse-json.ts";
import { xmlToJson } from "./tasks/xml-to-json.ts";

/** A body as it came, with its Content-Type header for the charset. */
export type EncodedText = { bytes: Uint8Array; contentType: string | undefined };

/**
 * Everything a child process can do, by name. A task gets one structured-cloneable input and
 * returns JSON; it may be asynchronous. To add one, add a line.
 */
export const tasks = {
  "json-parse": (input: EncodedText): unknown =>
    parseJson(decodeText(input.bytes, input.contentType)),
  "xml-to-json": (input: EncodedText): unknown =>
    xmlToJson(decodeText(input.bytes, input.contentType)),
  "read-description": readDescription,
  "read-graphql-schema": readSchema,
};

export type TaskName = keyof typeof tasks;
export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
