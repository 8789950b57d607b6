/** `Ask city`, or `Ask city 2` when a node of that name is there already. At most 80 characters. */
export function freshName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const base = name.replace(/ \d+$/, "");
  for (let count = 2; ; count++) {
    const suffix = ` ${count}`;
    const next = base.slice(0, 80 - suffix.length) + suffix;
    if (!taken.has(next)) return next;
  }
}
