import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { valueAt } from "./value-at.ts";

/** What lists are called in answers, the likeliest first. */
const usualNames = [
  "data",
  "items",
  "results",
  "records",
  "value",
  "entries",
  "list",
  "rows",
  "hits",
];

/**
 * The items of a page: what stands at the path, or without one the answer itself when it is a list,
 * else the list with a usual name, else the only list there is, two levels deep.
 *
 * @throws UserError `paging_no_items` when there is no list
 */
export function findItems(body: Json, path: string): Json[] {
  const found = path.trim() === "" ? guess(body) : valueAt(body, path);
  if (Array.isArray(found)) return found;
  // Some say null, or leave it out, where others say [].
  if (path.trim() !== "" && (found === null || found === undefined) && isObject(body)) return [];
  const where = path.trim() === "" ? "in the answer" : `at “${path.trim()}” in the answer`;
  throw new UserError("paging_no_items", `There is no list ${where}.`, {
    next: "Look at an answer in the tab Data, and write under “Items” where its list is, such as data.items.",
  });
}

function guess(body: Json): Json | undefined {
  if (Array.isArray(body)) return body;
  if (!isObject(body)) return undefined;
  for (const name of usualNames) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (Array.isArray(value)) return value;
  }
  const lists = Object.values(body).filter((value) => Array.isArray(value));
  if (lists.length === 1) return lists[0];
  if (lists.length > 1) return undefined;
  const within = Object.values(body).flatMap((value) => {
    const list = isObject(value) ? guess(value) : undefined;
    return list === undefined ? [] : [list];
  });
  return within.length === 1 ? within[0] : undefined;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
