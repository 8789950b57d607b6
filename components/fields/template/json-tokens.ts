/** A part of JSON text that has a colour of its own. */
export type JsonToken = { from: number; to: number; look: keyof typeof jsonLooks };

export const jsonLooks = {
  key: "text-integration",
  text: "text-ok",
  number: "text-logic",
  word: "text-logic",
};

const pattern =
  /\{\{[\s\S]*?\}\}|("(?:\\.|\{\{.*?\}\}|[^"\\\n])*"?)(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** The coloured parts of JSON text, however unfinished; insertions are left out. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole, quoted, colon] = match;
    if (whole.startsWith("{{")) continue;
    const from = match.index;
    if (quoted !== undefined) {
      const look = colon === undefined ? "text" : "key";
      tokens.push({ from, to: from + quoted.length, look });
    } else {
      const look = /^[-\d]/.test(whole) ? "number" : "word";
      tokens.push({ from, to: from + whole.length, look });
    }
  }
  return tokens;
}
