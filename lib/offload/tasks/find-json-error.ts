// biome-ignore-start lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in strings
const quoted = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*"/.source;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: end
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.source;
const space = /[ \t\n\r]*/y;
const scalar = new RegExp(`${quoted}|${number}|true|false|null`, "y");
const key = new RegExp(`${quoted}[ \\t\\n\\r]*:`, "y");

/**
 * Where a text stops being JSON (RFC 8259), as an index into it: the place of the first token that
 * cannot stand there, or the text's length when it ends too soon. Call it only for a text that
 * `JSON.parse` refused; V8's messages name the place for some errors only.
 */
export function findJsonError(text: string): number {
  const open: ("[" | "{")[] = [];
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    // A value begins here.
    skip(space);
    const opener = text[at];
    if (opener === "[" || opener === "{") {
      at++;
      skip(space);
      if (text[at] !== closerOf(opener)) {
        open.push(opener);
        if (opener === "{" && !skip(key)) return at;
        continue;
      }
      at++;
    } else if (!skip(scalar)) return at;
    // A value has ended: close what closes, then a comma and the next value.
    for (skip(space); open.length > 0 && text[at] === closerOf(open.at(-1)); skip(space)) {
      open.pop();
      at++;
    }
    if (open.length === 0 || text[at] !== ",") return at;
    at++;
    skip(space);
    if (open.at(-1) === "{" && !skip(key)) return at;
  }
}

function closerOf(opener: "[" | "{" | undefined): string {
  return opener === "[" ? "]" : "}";
}
