export type PathPart = string | number;

/** The path as a template writes it: `nodes.ask["first name"][0]`. */
export function pathText(root: string, parts: readonly PathPart[]): string {
  let text = root;
  for (const part of parts) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part)) text += `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** What the picker inserts for a path. */
export function insertionText(path: string): string {
  return `{{ ${path} }}`;
}

/**
 * Reads `nodes.ask["first name"][0]` into its parts; undefined when it is more than a path, such as
 * a computed key or a comparison.
 */
export function readPathText(text: string): PathPart[] | undefined {
  const first = /^[A-Za-z_][\w-]*/.exec(text);
  if (first === null) return undefined;
  const parts: PathPart[] = [first[0]];
  let rest = text.slice(first[0].length);
  while (rest !== "") {
    const next = /^\.([\w-]+)|^\[(-?\d+)\]|^\[("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]/.exec(rest);
    if (next === null) return undefined;
    const [whole, name, index, quoted] = next;
    if (name !== undefined) parts.push(name);
    else if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(quoted.slice(1, -1).replace(/\\(.)/g, "$1"));
    rest = rest.slice(whole.length);
  }
  return parts;
}
