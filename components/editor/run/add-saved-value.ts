import type { Json } from "#lib/flow/json.ts";

/**
 * The rows of “Answers to variables” with one more, for the value at `path` (as `nodes.call.body.id`,
 * beginning with `root`); its name follows the value's own. Not new where the path is saved already;
 * undefined for the answer as a whole.
 */
export function addSavedValue(
  rows: Json | undefined,
  path: string,
  root: string,
): { rows: Json[]; name: string; isNew: boolean } | undefined {
  if (!path.startsWith(root) || path === root) return undefined;
  const within = path.slice(root.length).replace(/^\./, "");
  const list = Array.isArray(rows) ? rows : [];
  const texts = list.map((row) => Object(row) as { name?: unknown; path?: unknown }); // read below
  const known = texts.find((row) => row.path === within && typeof row.name === "string");
  if (known !== undefined) return { rows: list, name: String(known.name), isNew: false };
  const taken = new Set(texts.map((row) => row.name));
  const base = nameOf(within);
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base.slice(0, 36)}_${count}`;
  return { rows: [...list, { name, path: within }], name, isNew: true };
}

/** `body.items[0].order-id` → `order_id`. */
function nameOf(path: string): string {
  const words = path.split(/[.[\]"']+/).filter((word) => word !== "" && !/^\d+$/.test(word));
  const last = (words.at(-1) ?? "value").replace(/\W+/g, "_").replace(/^[_\d]+|_+$/g, "");
  const name = last.slice(0, 40);
  return /^[a-zA-Z]/.test(name) && !/^(constructor|prototype)$/.test(name) ? name : "value";
}
