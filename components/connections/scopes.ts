/** Of the known scopes, those in a text of scopes. */
export function chosenScopes(known: readonly string[], value: string): string[] {
  const scopes = new Set(split(value));
  return known.filter((scope) => scopes.has(scope));
}

/** What a text of scopes holds besides the known ones. */
export function otherScopes(known: readonly string[], value: string): string {
  return split(value)
    .filter((scope) => !known.includes(scope))
    .join(" ");
}

/** Chosen and typed scopes as one text, each of them once. */
export function withScopes(chosen: readonly string[], other: string): string {
  return [...new Set([...chosen, ...split(other)])].join(" ");
}

function split(text: string): string[] {
  return text.split(/\s+/).filter((scope) => scope !== "");
}
