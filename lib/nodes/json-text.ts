import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { Offload } from "#lib/offload/offload.ts";
import { findJsonError } from "#lib/offload/tasks/find-json-error.ts";

/** Longer text is parsed in a child process. Characters. */
const inlineLimit = 256 * 1024;

/**
 * Parses JSON text that somebody wrote, templates already inserted. `what` names it in the message:
 * "The body".
 *
 * @throws UserError `invalid_json`, saying where the text stops being JSON.
 */
export function parseJsonText(text: string, what: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidJson(what, placeOf(text), cause);
  }
}

/**
 * Checks that a text is JSON, without holding up the event loop when it is long.
 *
 * @throws UserError `invalid_json`, as {@link parseJsonText} does.
 */
export async function checkJsonText(text: string, what: string, offload: Offload): Promise<void> {
  if (text.length <= inlineLimit) {
    parseJsonText(text, what);
    return;
  }
  try {
    await offload.run("json-parse", {
      bytes: new TextEncoder().encode(text),
      contentType: undefined,
    });
  } catch (cause) {
    if (!isPatchbayError(cause) || cause.code !== "upstream_invalid_json") throw cause;
    throw invalidJson(what, cause.details ?? {}, cause);
  }
}

function placeOf(text: string): { position: number; line: number; column: number } {
  const position = findJsonError(text);
  const before = text.slice(0, position);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { position, line: before.split("\n").length, column: position - lineStart + 1 };
}

function invalidJson(what: string, place: Record<string, unknown>, cause: unknown): UserError {
  const { position, line, column } = place;
  const known = typeof line === "number" && typeof column === "number";
  const where = known ? `, at line ${line}, column ${column}` : "";
  return new UserError("invalid_json", `${what} is not valid JSON${where}.`, {
    cause,
    next: "Check for a missing comma, quote or bracket there, and for a variable that was empty.",
    details: known ? { position, line, column } : {},
  });
}
