import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";

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
    const where = placeOf(text, cause);
    const near = where === undefined ? "" : `, at line ${where.line}, column ${where.column}`;
    throw new UserError("invalid_json", `${what} is not valid JSON${near}.`, {
      cause,
      next: "Check for a missing comma, quote or bracket there, and for a variable that was empty.",
      ...(where === undefined ? {} : { details: where }),
    });
  }
}

/** The same for samples, which only feed the editor: undefined when the text is no JSON. */
export function readSample(text: Json | undefined): Json | undefined {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Place = { position: number; line: number; column: number };

/** V8 names the position in its message, except at the text's end. */
function placeOf(text: string, error: unknown): Place | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const match = /at position (\d+)/.exec(error.message);
  const atEnd = /end of JSON/i.test(error.message);
  const position = match?.[1] !== undefined ? Number(match[1]) : atEnd ? text.length : undefined;
  if (position === undefined) return undefined;
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  return { position, line, column: position - before.lastIndexOf("\n") };
}
