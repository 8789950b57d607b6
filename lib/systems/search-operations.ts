import type { OperationLine } from "./contract.ts";

export type OperationGroup = { tag: string; operations: OperationLine[] };

/**
 * The operations in which every word of `search` occurs: in the path, the summary, the tag or the
 * key. Grouped by tag, at most `limit` of them.
 */
export function searchOperations(
  operations: readonly OperationLine[],
  search: string,
  limit: number,
): { groups: OperationGroup[]; found: number } {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, OperationLine[]>();
  let found = 0;
  for (const operation of operations) {
    const { method, path, summary, tag, key } = operation;
    const text = `${method} ${path} ${summary} ${tag} ${key}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    found++;
    if (found > limit) continue;
    const group = groups.get(tag);
    if (group === undefined) groups.set(tag, [operation]);
    else group.push(operation);
  }
  return { groups: [...groups].map(([tag, list]) => ({ tag, operations: list })), found };
}
