/** Names that would hide what every node has by itself. */
const reserved = new Set(["constructor", "prototype"]);

/**
 * How a node with this name is called in templates: `Ask for city!` becomes `ask_for_city`, and
 * `ask_for_city_2` when that is taken.
 */
export function freshNodeKey(name: string, taken: ReadonlySet<string>): string {
  const base = keyOf(name);
  if (!taken.has(base) && !reserved.has(base)) return base;
  for (let count = 2; ; count++) {
    const suffix = `_${count}`;
    const key = base.slice(0, 40 - suffix.length) + suffix;
    if (!taken.has(key)) return key;
  }
}

function keyOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const key = /^[a-z]/.test(plain) ? plain : `node_${plain}`;
  return key.slice(0, 40).replace(/_+$/, "");
}
