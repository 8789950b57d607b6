import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { ListField } from "#lib/nodes/fields.ts";

/** A new entry of a list, with an id of its own where entries have one. */
export function newItem(field: ListField): JsonObject {
  const item = structuredClone(field.newItem) as JsonObject; // definitions hold JSON here
  if ("id" in item) item.id = crypto.randomUUID().slice(0, 8);
  return item;
}

/** The list with one entry at another place; unchanged when that place does not exist. */
export function moveItem(items: readonly Json[], from: number, to: number): Json[] {
  const moved = [...items];
  const item = moved[from];
  if (item === undefined || to < 0 || to >= items.length) return moved;
  moved.splice(from, 1);
  moved.splice(to, 0, item);
  return moved;
}
