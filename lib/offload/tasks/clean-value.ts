/** Deeper nesting than this is refused: what walks a value later would run out of stack. */
export const maxDepth = 500;

const forbiddenKeys = ["__proto__", "constructor", "prototype"];

/**
 * Drops the keys `__proto__`, `constructor` and `prototype` wherever they occur, in place, without
 * recursion. Returns false when the value is nested more than {@link maxDepth} levels deep.
 */
export function cleanValue(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return false;
    const next: unknown[] = [];
    for (const item of level) {
      if (Array.isArray(item)) collectChildren(item, next);
      else if (isRecord(item)) {
        for (const key of forbiddenKeys) if (Object.hasOwn(item, key)) delete item[key];
        collectChildren(Object.values(item), next);
      }
    }
    level = next;
  }
  return true;
}

function collectChildren(children: unknown[], into: unknown[]): void {
  for (const child of children) if (typeof child === "object" && child !== null) into.push(child);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
