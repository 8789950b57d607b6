/** Text as Postgres can keep it: without NUL characters, lone surrogates replaced by U+FFFD. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The same for every text and key of a value of plain objects and lists; itself when all of it can be kept. */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) {
    const list = value.map(storable);
    return list.every((one, index) => one === value[index]) ? value : list;
  }
  if (!isPlain(value)) return value;
  const entries = Object.entries(value);
  const kept = entries.map(([key, one]) => [storableText(key), storable(one)] as const);
  const isSame = kept.every(([key, one], index) => {
    const [ownKey, own] = entries[index] ?? [];
    return key === ownKey && one === own;
  });
  return isSame ? value : Object.fromEntries(kept);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
