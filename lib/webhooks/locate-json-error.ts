const literal = /true|false|null/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;

type Expected = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "done";

/**
 * Where a text stops being JSON (RFC 8259): an offset from 0, its line and column from 1; null for
 * valid JSON. `JSON.parse` names the place only for some of its errors.
 */
export function locateJsonError(
  text: string,
): { offset: number; line: number; column: number } | null {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = 0;

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const takeString = (): boolean => {
    const end = endOfString(text, at);
    if (end === null) return false;
    at = end;
    return true;
  };
  const afterValue = (): Expected => (open.length === 0 ? "done" : "comma or end");
  const close = (bracket: "{" | "["): boolean => {
    if (open.at(-1) !== bracket) return false;
    open.pop();
    at++;
    expected = afterValue();
    return true;
  };

  for (;;) {
    take(space);
    if (at >= text.length) return expected === "done" ? null : placeAt(text, at);
    const next = text[at];
    if (expected === "value" || expected === "value or end") {
      if (next === "]" && expected === "value or end" && close("[")) continue;
      if (next === "{" || next === "[") {
        open.push(next);
        at++;
        expected = next === "{" ? "key or end" : "value or end";
        continue;
      }
      if (!(takeString() || take(number) || take(literal))) return placeAt(text, at);
      expected = afterValue();
    } else if (expected === "key" || expected === "key or end") {
      if (next === "}" && expected === "key or end" && close("{")) continue;
      if (!takeString()) return placeAt(text, at);
      expected = "colon";
    } else if (expected === "colon") {
      if (next !== ":") return placeAt(text, at);
      at++;
      expected = "value";
    } else if (expected === "comma or end") {
      if (next === ",") {
        at++;
        expected = open.at(-1) === "{" ? "key" : "value";
      } else if (!(next === "}" && close("{")) && !(next === "]" && close("["))) {
        return placeAt(text, at);
      }
    } else {
      return placeAt(text, at);
    }
  }
}

function placeAt(text: string, offset: number): { offset: number; line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { offset, line: before.split("\n").length, column: offset - lineStart + 1 };
}

/** Just behind the string that begins at `start`; null when none does, or when it is not well formed. */
function endOfString(text: string, start: number): number | null {
  if (text[start] !== '"') return null;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34 /* " */) return at + 1;
    if (code < 32) return null;
    if (code !== 92 /* \ */) continue;
    at++;
    if (text[at] === "u") {
      if (!/^[\da-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) return null;
      at += 4;
    } else if (!'"\\/bfnrt'.includes(text[at] ?? "none")) return null;
  }
  return null;
}
