import { compilePattern } from "./pattern.ts";
import type { Rule } from "./rules-setting.ts";

/**
 * Whether a rule holds, its two sides already resolved.
 *
 * Sides that both look like numbers compare as numbers, otherwise as text with the spaces around it
 * gone. Looking for nothing ("contains" with an empty right side) never holds, so that an unset
 * variable does not catch everything. `before` and `after` hold for two dates only.
 *
 * @throws UserError `invalid_pattern`
 */
export function evaluateRule({ left, operator, right }: Rule, ignoreCase: boolean): boolean {
  switch (operator) {
    case "equals":
      return same(left, right, ignoreCase);
    case "not-equals":
      return !same(left, right, ignoreCase);
    case "contains":
      return right !== "" && fold(left, ignoreCase).includes(fold(right, ignoreCase));
    case "not-contains":
      return right === "" || !fold(left, ignoreCase).includes(fold(right, ignoreCase));
    case "starts-with":
      return right !== "" && trimmed(left, ignoreCase).startsWith(trimmed(right, ignoreCase));
    case "ends-with":
      return right !== "" && trimmed(left, ignoreCase).endsWith(trimmed(right, ignoreCase));
    case "is-empty":
      return isEmpty(left);
    case "is-not-empty":
      return !isEmpty(left);
    case "one-of":
      return right.split(",").some((entry) => !isBlank(entry) && same(left, entry, ignoreCase));
    case "matches":
      return compilePattern(right, ignoreCase).test(left);
    case "greater":
      return compare(left, right, ignoreCase) > 0;
    case "greater-or-equal":
      return compare(left, right, ignoreCase) >= 0;
    case "less":
      return compare(left, right, ignoreCase) < 0;
    case "less-or-equal":
      return compare(left, right, ignoreCase) <= 0;
    case "before":
      return readInstant(left) < readInstant(right);
    case "after":
      return readInstant(left) > readInstant(right);
    case "is-true":
      return /^\s*(true|yes|on|1)\s*$/i.test(left);
    case "is-false":
      return /^\s*(false|no|off|0)\s*$/i.test(left);
  }
}

function same(left: string, right: string, ignoreCase: boolean): boolean {
  const [a, b] = [readNumber(left), readNumber(right)];
  if (a !== undefined && b !== undefined) return a === b;
  return trimmed(left, ignoreCase) === trimmed(right, ignoreCase);
}

/** Below, at or above zero; NaN, with which no comparison holds, when one side is blank. */
function compare(left: string, right: string, ignoreCase: boolean): number {
  if (isBlank(left) || isBlank(right)) return Number.NaN;
  const [a, b] = [readNumber(left), readNumber(right)];
  if (a !== undefined && b !== undefined) return a === b ? 0 : a - b;
  const [c, d] = [trimmed(left, ignoreCase), trimmed(right, ignoreCase)];
  return c === d ? 0 : c < d ? -1 : 1;
}

/** Digits beyond a double's precision are identifiers, not quantities: they compare as text. */
function readNumber(text: string): number | undefined {
  const plain = text.trim();
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?$/i.test(plain)) return undefined;
  if (plain.replace(/\D/g, "").length > 15) return undefined;
  return Number(plain);
}

/** ISO 8601 dates and times as ms since the epoch; NaN for anything else. Without a zone: UTC. */
function readInstant(text: string): number {
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text.trim(),
    );
  if (match === null) return Number.NaN;
  const [, day, time, zone] = match;
  return Date.parse(time === undefined ? `${day}` : `${day}T${time}${zone?.toUpperCase() ?? "Z"}`);
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Empty lists and objects resolve to `[]` and `{}`, a missing value to nothing or `null`. */
function isEmpty(text: string): boolean {
  return ["", "null", "[]", "{}"].includes(text.trim());
}

function fold(text: string, ignoreCase: boolean): string {
  const plain = text.normalize("NFC");
  return ignoreCase ? plain.toLowerCase() : plain;
}

function trimmed(text: string, ignoreCase: boolean): string {
  return fold(text, ignoreCase).trim();
}
