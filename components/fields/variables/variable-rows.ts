import type { Json } from "#lib/flow/json.ts";
import { type JsonKind, jsonEntries, jsonKind, jsonPreview, jsonSize } from "../json-value.ts";
import type { VariableGroup } from "./variable-group.ts";
import { type PathPart, pathText } from "./variable-path.ts";

/** One visible line of the picker's tree. */
export type VariableRow = {
  /** The path as a template writes it; also the row's identity. */
  path: string;
  label: string;
  depth: number;
  kind: JsonKind;
  preview: string;
  expandable: boolean;
  expanded: boolean;
  /** Set on a group's own row. */
  group: VariableGroup | null;
  /** Position among its siblings, from 1, and how many there are. */
  position: number;
  siblings: number;
};

/** Entries shown of one list or object; the search finds the others' siblings no more than these. */
const maxEntries = 50;
/** Values looked at in one search. */
const maxVisited = 5_000;
const maxDepth = 12;

/**
 * The rows to show: what is expanded, or, with a query, everything that matches by name, path or
 * value, together with the rows above it.
 */
export function variableRows(
  groups: readonly VariableGroup[],
  expanded: ReadonlySet<string>,
  query: string,
): VariableRow[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") {
    return groups.flatMap((group, index) => {
      const row = groupRow(group, index, groups.length, expanded.has(group.root));
      return row.expanded ? [row, ...openRows(group.value, group.root, [], expanded)] : [row];
    });
  }
  const budget = { left: maxVisited };
  return groups.flatMap((group, index) => {
    const inside = matchingRows(group.value, group.root, [], wanted, budget);
    const matches = group.title.toLowerCase().includes(wanted) || group.root.includes(wanted);
    if (inside.length === 0 && !matches) return [];
    return [groupRow(group, index, groups.length, inside.length > 0), ...inside];
  });
}

function groupRow(
  group: VariableGroup,
  index: number,
  siblings: number,
  expanded: boolean,
): VariableRow {
  const expandable = jsonSize(group.value) > 0;
  return {
    path: group.root,
    label: group.title,
    depth: 0,
    kind: jsonKind(group.value),
    preview: expandable ? "" : jsonPreview(group.value),
    expandable,
    expanded: expandable && expanded,
    group,
    position: index + 1,
    siblings,
  };
}

function openRows(
  value: Json,
  root: string,
  parts: readonly PathPart[],
  expanded: ReadonlySet<string>,
): VariableRow[] {
  const entries = jsonEntries(value);
  return entries.slice(0, maxEntries).flatMap(([key, entry], index) => {
    const own = [...parts, key];
    const row = valueRow(root, own, entry, index, entries.length);
    row.expanded = row.expandable && own.length < maxDepth && expanded.has(row.path);
    return row.expanded ? [row, ...openRows(entry, root, own, expanded)] : [row];
  });
}

function matchingRows(
  value: Json,
  root: string,
  parts: readonly PathPart[],
  wanted: string,
  budget: { left: number },
): VariableRow[] {
  if (parts.length >= maxDepth) return [];
  const entries = jsonEntries(value);
  return entries.slice(0, maxEntries).flatMap(([key, entry], index) => {
    if (budget.left-- <= 0) return [];
    const own = [...parts, key];
    const row = valueRow(root, own, entry, index, entries.length);
    const inside = matchingRows(entry, root, own, wanted, budget);
    row.expanded = inside.length > 0;
    return inside.length > 0 || matches(row, entry, wanted) ? [row, ...inside] : [];
  });
}

function matches(row: VariableRow, value: Json, wanted: string): boolean {
  if (row.label.toLowerCase().includes(wanted) || row.path.toLowerCase().endsWith(wanted)) {
    return true;
  }
  if (value !== null && typeof value === "object") return false;
  return String(value).slice(0, 500).toLowerCase().includes(wanted);
}

function valueRow(
  root: string,
  parts: readonly PathPart[],
  value: Json,
  index: number,
  siblings: number,
): VariableRow {
  const key = parts.at(-1);
  return {
    path: pathText(root, parts),
    label: typeof key === "number" ? `Item ${key + 1}` : String(key),
    depth: parts.length,
    kind: jsonKind(value),
    preview: jsonPreview(value),
    expandable: jsonSize(value) > 0,
    expanded: false,
    group: null,
    position: index + 1,
    siblings,
  };
}
