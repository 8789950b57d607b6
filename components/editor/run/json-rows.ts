import {
  type JsonKind,
  jsonEntries,
  jsonKind,
  jsonPreview,
  jsonSize,
} from "#components/fields/json-value.ts";
import { type PathPart, pathText } from "#components/fields/variables/variable-path.ts";
import type { Json } from "#lib/flow/json.ts";

/** One visible line of a JSON tree. */
export type JsonRow =
  | {
      kind: "value";
      /** Identity within the tree: the path from its root. */
      path: string;
      key: PathPart | null;
      value: Json;
      type: JsonKind;
      preview: string;
      depth: number;
      expandable: boolean;
      expanded: boolean;
      position: number;
      siblings: number;
    }
  /** Stands for entries not shown yet. */
  | { kind: "more"; path: string; of: string; hidden: number; depth: number };

export type JsonTreeState = {
  /** Paths whose entries are shown. */
  open: ReadonlySet<string>;
  /** How many entries of a path are shown, where that is more than a page. */
  shown: ReadonlyMap<string, number>;
};

/** Entries of one list or object that are shown at a time. */
export const pageSize = 100;

/** The rows of a tree by what is open. Costs as much as what is seen, not as what is there. */
export function jsonRows(root: string, value: Json, state: JsonTreeState): JsonRow[] {
  const rows: JsonRow[] = [];
  const size = jsonSize(value);
  if (size === 0) {
    rows.push(valueRow(root, null, value, 0, 0, 1, state));
  } else {
    pushEntries(rows, root, root, [], value, 0, state);
  }
  return rows;
}

function pushEntries(
  rows: JsonRow[],
  root: string,
  path: string,
  parts: readonly PathPart[],
  value: Json,
  depth: number,
  state: JsonTreeState,
): void {
  const size = jsonSize(value);
  const limit = Math.max(pageSize, state.shown.get(path) ?? 0);
  const entries = Array.isArray(value)
    ? value.slice(0, limit).map((entry, index): [PathPart, Json] => [index, entry])
    : jsonEntries(value).slice(0, limit);
  for (const [index, [key, entry]] of entries.entries()) {
    const own = [...parts, key];
    const row = valueRow(pathText(root, own), key, entry, depth, index, size, state);
    rows.push(row);
    if (row.expanded) pushEntries(rows, root, row.path, own, entry, depth + 1, state);
  }
  if (size > limit) {
    rows.push({ kind: "more", path: `${path} …`, of: path, hidden: size - limit, depth });
  }
}

function valueRow(
  path: string,
  key: PathPart | null,
  value: Json,
  depth: number,
  index: number,
  siblings: number,
  state: JsonTreeState,
): Extract<JsonRow, { kind: "value" }> {
  const expandable = key !== null && jsonSize(value) > 0;
  return {
    kind: "value",
    path,
    key,
    value,
    type: jsonKind(value),
    preview: jsonPreview(value, 200),
    depth,
    expandable,
    expanded: expandable && state.open.has(path),
    position: index + 1,
    siblings,
  };
}

/**
 * What is open at first: small values down to `depth` levels, so that a usual answer is seen whole
 * and a huge one does not flood the panel.
 */
export function openAtFirst(root: string, value: Json, depth = 2, budget = 60): Set<string> {
  const open = new Set<string>();
  let left = budget;
  let level: { parts: PathPart[]; value: Json }[] = [{ parts: [], value }];
  for (let at = 0; at <= depth && level.length > 0; at++) {
    const next: typeof level = [];
    for (const { parts, value: holder } of level) {
      const size = jsonSize(holder);
      if (size === 0 || (parts.length > 0 && size > left)) continue;
      left -= size;
      if (parts.length > 0) open.add(pathText(root, parts));
      if (size > pageSize) continue;
      for (const [key, entry] of jsonEntries(holder)) {
        next.push({ parts: [...parts, key], value: entry });
      }
    }
    level = next;
  }
  return open;
}
