import { LRUCache } from "lru-cache";
import { RE2JS } from "re2js";
import { UserError } from "#lib/errors/user-error.ts";

const compiled = new LRUCache<string, RE2JS>({ max: 500 });
/** Characters. Long enough for any pattern a person writes. */
const maxLength = 500;

/**
 * A user's regular expression, compiled once. RE2 matches in time linear to the text, so no pattern
 * can hang the server; it knows no lookaround and no backreferences.
 *
 * @throws UserError `invalid_pattern`
 */
export function compilePattern(source: string, ignoreCase: boolean): RE2JS {
  const key = `${ignoreCase ? "i" : "c"}${source}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (source === "" || source.length > maxLength) throw invalidPattern(source, undefined);
  try {
    const pattern = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    compiled.set(key, pattern);
    return pattern;
  } catch (cause) {
    throw invalidPattern(source, cause);
  }
}

function invalidPattern(source: string, cause: unknown): UserError {
  const shown = source.length > 80 ? `${source.slice(0, 80)}…` : source;
  const message =
    source === ""
      ? "The pattern is empty."
      : source.length > maxLength
        ? `The pattern is longer than ${maxLength.toLocaleString("en")} characters.`
        : `“${shown}” is not a pattern Patchbay can use.`;
  return new UserError("invalid_pattern", message, {
    cause,
    next: "Check its brackets. Lookahead, lookbehind and backreferences are not available.",
    details: cause instanceof Error ? { reason: cause.message } : {},
  });
}
