import { unknownVariable } from "./template-error.ts";

export type Path = readonly (string | number)[];

/**
 * Reads `a.b[0]` from plain data by own properties only, just as LiquidJS does: null stays null all
 * the way down, `size`, `first` and `last` count, negative indexes count from the end. Throws
 * `template_unknown_variable` where nothing is found.
 */
export function readPath(scope: object, path: Path): unknown {
  let value: unknown = scope;
  for (let index = 0; index < path.length; index++) {
    if (value === null) return null;
    const found = readKey(value, path[index] as string | number /* index < length */);
    if (found === undefined) throw unknownVariable(scope, path.slice(0, index + 1));
    value = found;
  }
  return value;
}

function readKey(holder: unknown, key: string | number): unknown {
  if (typeof holder === "object" && holder !== null) {
    if (Array.isArray(holder) && typeof key === "number") return holder.at(key);
    if (Object.hasOwn(holder, key)) {
      const value = (holder as Record<string | number, unknown>)[key]; // an own property
      return typeof value === "function" ? undefined : value;
    }
    if (key === "size") return Array.isArray(holder) ? holder.length : Object.keys(holder).length;
    if (Array.isArray(holder)) {
      if (key === "first") return holder[0];
      if (key === "last") return holder.at(-1);
    }
    return undefined;
  }
  if (typeof holder !== "string") return undefined;
  if (key === "size" || key === "length") return holder.length;
  return typeof key === "number" || /^\d+$/.test(key) ? holder[Number(key)] : undefined;
}
