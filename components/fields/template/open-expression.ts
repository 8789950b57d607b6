/** A `{{` that the cursor is behind, while its value is being written. */
export type OpenExpression = {
  /** Where its `{{` begins. */
  start: number;
  /** The path around the cursor: what the list is searched for, and what a choice replaces. */
  from: number;
  to: number;
  query: string;
};

/**
 * The expression whose path the cursor is in: not when it stands in a filter, an operator or quotes,
 * nor outside of `{{ }}`. Places in characters.
 */
export function openExpression(text: string, head: number): OpenExpression | undefined {
  const before = text.slice(0, head);
  const start = before.lastIndexOf("{{");
  if (start < 0) return undefined;
  const written = before.slice(start + 2);
  const match = /^(\s*)([A-Za-z_][\w.[\]-]*)?$/.exec(written);
  if (match === null || written.includes("\n")) return undefined;
  const query = match[2] ?? "";
  const rest = /^[\w.[\]-]*/.exec(text.slice(head))?.[0] ?? "";
  return { start, from: head - query.length, to: head + rest.length, query };
}

/** A change of a text, and where the cursor goes. */
export type Replacement = { from: number; to: number; insert: string; cursor: number };

/**
 * Puts a path in place of what is written of it. An expression that is nothing but the path becomes
 * `{{ path }}` with the cursor behind it; filters behind the path stay.
 */
export function completeExpression(
  text: string,
  { start, to }: OpenExpression,
  path: string,
): Replacement {
  const closing = /^([^\n{}]*?)\}\}/.exec(text.slice(to));
  const filters = closing?.[1]?.trim() ?? "";
  if (closing !== null && filters !== "") {
    const insert = `{{ ${path}`;
    return { from: start, to, insert, cursor: start + insert.length };
  }
  const insert = `{{ ${path} }}`;
  const end = to + (closing?.[0].length ?? 0);
  return { from: start, to: end, insert, cursor: start + insert.length };
}

/**
 * Puts a path with a dot in place of what is written of it, to go on with what is inside it. What
 * stands around it, the closing braces included, stays.
 */
export function continueExpression({ from, to }: OpenExpression, path: string): Replacement {
  const insert = `${path}.`;
  return { from, to, insert, cursor: from + insert.length };
}

/** Whether a `{{` that is typed here gets its `}}`: not before a word, nor where one follows. */
export function closesBraces(text: string, at: number): boolean {
  const after = text.slice(at);
  if (/^[\w{]/.test(after)) return false;
  const next = /\{\{|\}\}|\n/.exec(after)?.[0];
  return next !== "}}";
}
