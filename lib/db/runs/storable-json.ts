/** What Postgres's jsonb refuses although JSON has it: NUL, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what this looks for
const refused = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Deepest nesting that is kept; Postgres and JSON.stringify have limits of their own. */
const maxDepth = 200;

/**
 * The same value fit for jsonb: characters it refuses become U+FFFD, what is nested too deep or is
 * no JSON becomes null. Returns the value itself when there is nothing to mend.
 */
export function storableJson<T>(value: T): T {
  return mend(value, 0) as T; // objects stay objects with the same keys
}

function mend(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.replace(refused, "\ufffd");
  if (typeof value === "bigint" || typeof value === "function") return null;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return null;
  if (Array.isArray(value)) {
    const mended = value.map((item) => mend(item, depth + 1));
    return mended.some((item, index) => item !== value[index]) ? mended : value;
  }
  let changed = false;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    const mendedKey = key.replace(refused, "\ufffd");
    const mended = mend(item, depth + 1);
    if (mendedKey !== key || mended !== item) changed = true;
    return [mendedKey, mended];
  });
  return changed ? Object.fromEntries(entries) : value;
}
