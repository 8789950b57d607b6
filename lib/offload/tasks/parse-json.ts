import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { cleanValue, maxDepth } from "./clean-value.ts";
import { findJsonError } from "./find-json-error.ts";

/**
 * Parses JSON that a server sent. Keys that could reach a prototype are dropped.
 *
 * @throws UpstreamError `upstream_invalid_json` with the position and the first 120 characters.
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const endsTooSoon = error instanceof Error && /end of JSON|Unterminated/.test(error.message);
    throw invalidJson(text, endsTooSoon);
  }
  // A short text can neither nest deeply nor, without these words or an escape, hold such a key.
  const needsCleaning =
    text.length > 2 * maxDepth || /__proto__|constructor|prototype|\\u/.test(text);
  if (needsCleaning && !cleanValue(value)) {
    throw new UpstreamError(
      "upstream_invalid_json",
      `The answer is JSON nested more than ${maxDepth} levels deep.`,
    );
  }
  return value;
}

function invalidJson(text: string, endsTooSoon: boolean): UpstreamError {
  const start = text.slice(0, 120);
  if (/^\s*<(!doctype|html|head|body|!--|\?xml|[a-z])/i.test(text)) {
    return new UpstreamError(
      "upstream_invalid_json",
      `The server answered with a web page instead of JSON. It begins: ${start}`,
      {
        next: "Check the address: it may lead to a page for people, a login or an error page.",
        details: { position: 0, start, looksLikeHtml: true },
      },
    );
  }
  const position = findJsonError(text);
  const before = text.slice(0, position).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const ended = endsTooSoon || position >= text.trimEnd().length;
  const what = ended ? "it ends too soon" : `it goes wrong at line ${line}, column ${column}`;
  return new UpstreamError(
    "upstream_invalid_json",
    `The answer is not valid JSON: ${what}. It begins: ${start}`,
    { details: { position, line, column, start, looksLikeHtml: false } },
  );
}
