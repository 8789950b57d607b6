import type { Json } from "#lib/flow/json.ts";

/**
 * The value at a path such as `data.items[0].id`, by own properties alone; undefined when there is
 * none. An empty path, or `$`, is the value itself.
 */
export function valueAt(value: Json, path: string): Json | undefined {
  let found: Json | undefined = value;
  for (const key of keysOf(path)) {
    if (found === null || typeof found !== "object") return undefined;
    if (Array.isArray(found)) found = /^\d+$/.test(key) ? found[Number(key)] : undefined;
    else found = Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

/** `a.b[0]["c d"]` as its keys; a leading `$.` or `body.` is what people write for the whole. */
function keysOf(path: string): string[] {
  const inner = path.trim().replace(/^\$\.?/, "");
  return [
    ...inner.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]|([^.[\]]+)/g),
  ].map(([, double, single, index, plain]) => double ?? single ?? index ?? plain?.trim() ?? "");
}
