import { isTemplate, parseTemplate, type Reference } from "./parse-template.ts";

/** The paths a text uses, such as `["nodes", "ask", "value"]`; none when it cannot be read. */
export function listReferences(text: string): string[][] {
  return readReferences(text).map((reference) => reference.path.map(String));
}

/**
 * Rewrites `nodes.<from>` to `nodes.<to>` wherever a text uses it, and leaves everything else as it
 * was, character by character. A text that cannot be read stays as it is.
 */
export function renameReference(text: string, from: string, to: string): string {
  const places: { begin: number; end: number; by: string }[] = [];
  for (const { path, tokens } of readReferences(text)) {
    const token = tokens[1];
    if (path[0] !== "nodes" || path[1] !== from || token === undefined) continue;
    const first = text[token.begin];
    const quote = first === '"' || first === "'" ? first : "";
    places.push({ begin: token.begin, end: token.end, by: `${quote}${to}${quote}` });
  }
  let renamed = text;
  for (const { begin, end, by } of places.sort((a, b) => b.begin - a.begin)) {
    renamed = renamed.slice(0, begin) + by + renamed.slice(end);
  }
  return renamed;
}

function readReferences(text: string): Reference[] {
  if (!isTemplate(text)) return [];
  try {
    return parseTemplate(text).flatMap((segment) =>
      typeof segment === "string" ? [] : segment.references,
    );
  } catch {
    return []; // half-written, in the editor
  }
}
