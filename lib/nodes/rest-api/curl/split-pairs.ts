/** Names and values written as `a=1&b=2`, as rows of a step. */
export type Row = { name: string; value: string; enabled: boolean };

/**
 * The rows that a query or a form stands for; undefined when rows would not say the same: a piece
 * without “=” or a name, what cannot be decoded, what would turn into a value of the flow.
 */
export function splitPairs(text: string, plusIsSpace: boolean): Row[] | undefined {
  if (text === "") return [];
  const rows: Row[] = [];
  for (const piece of splitOutside(text, "&")) {
    const at = piece.indexOf("=");
    if (at <= 0 || (!plusIsSpace && /\+/.test(withoutTemplates(piece)))) return undefined;
    const name = decoded(piece.slice(0, at), plusIsSpace);
    const value = decoded(piece.slice(at + 1), plusIsSpace);
    if (name === undefined || value === undefined || name.trim() === "") return undefined;
    if (name.includes("{{")) return undefined;
    rows.push({ name, value, enabled: true });
  }
  return rows.length > 100 ? undefined : rows;
}

const template = /(\{\{[\s\S]*?\}\})/;

function withoutTemplates(text: string): string {
  return text
    .split(template)
    .filter((_, at) => at % 2 === 0)
    .join("");
}

/** Split at a sign, but not within `{{ }}`. */
export function splitOutside(text: string, sign: string): string[] {
  const pieces = [""];
  text.split(template).forEach((part, at) => {
    const [first = "", ...more] = at % 2 === 1 ? [part] : part.split(sign);
    pieces[pieces.length - 1] += first;
    pieces.push(...more);
  });
  return pieces;
}

function decoded(text: string, plusIsSpace: boolean): string | undefined {
  try {
    const parts = text.split(template).map((part, at) => {
      if (at % 2 === 1) return part;
      const plain = decodeURIComponent(plusIsSpace ? part.replaceAll("+", " ") : part);
      // An encoded “{{” is text, but in a step's setting it would begin a value.
      if (/\{\{|\{%/.test(plain)) throw new URIError("a template");
      return plain;
    });
    return parts.join("");
  } catch {
    return undefined;
  }
}
