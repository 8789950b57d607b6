import type { Json } from "#lib/flow/json.ts";
import { type JsonKind, jsonEntries, jsonKind, jsonPreview, jsonSize } from "../json-value.ts";
import type { VariableGroup } from "./variable-group.ts";
import { type PathPart, pathText } from "./variable-path.ts";

/** One visible line of the picker's tree. */
export type VariableRow = {
  /** The path as a template writes it; also the row's identity. */
  path: string;
  label: string;
  /** What it is, where its name does not say it. */
  meaning: string;
  /** Where it lies in its source, as people read it: "body › order ›"; empty at the top. */
  within: string;
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
      return row.expanded ? [row, ...openRows(group.value, group, [], expanded)] : [row];
    });
  }
  const budget = { left: maxVisited };
  return groups.flatMap((group, index) => {
    const inside = matchingRows(group.value, group, [], wanted, budget);
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
    meaning: "",
    within: "",
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
  group: VariableGroup,
  parts: readonly PathPart[],
  expanded: ReadonlySet<string>,
): VariableRow[] {
  const entries = jsonEntries(value);
  return entries.slice(0, maxEntries).flatMap(([key, entry], index) => {
    const own = [...parts, key];
    const row = valueRow(group, own, entry, index, entries.length);
    row.expanded = row.expandable && own.length < maxDepth && expanded.has(row.path);
    return row.expanded ? [row, ...openRows(entry, group, own, expanded)] : [row];
  });
}

function matchingRows(
  value: Json,
  group: VariableGroup,
  parts: readonly PathPart[],
  wanted: string,
  budget: { left: number },
): VariableRow[] {
  if (parts.length >= maxDepth) return [];
  const entries = jsonEntries(value);
  return entries.slice(0, maxEntries).flatMap(([key, entry], index) => {
    if (budget.left-- <= 0) return [];
    const own = [...parts, key];
    const row = valueRow(group, own, entry, index, entries.length);
    const inside = matchingRows(entry, group, own, wanted, budget);
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
  group: VariableGroup,
  parts: readonly PathPart[],
  value: Json,
  index: number,
  siblings: number,
): VariableRow {
  const { root, meanings = {} } = group;
  const key = parts.at(-1);
  return {
    path: pathText(root, parts),
    label: key === undefined ? "" : wordOf(key),
    meaning: (parts.length === 1 && meanings[String(key)]) || "",
    within: parts
      .slice(0, -1)
      .map((part) => `${wordOf(part)} › `)
      .join(""),
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

function wordOf(part: PathPart): string {
  return typeof part === "number" ? `Item ${part + 1}` : part;
}

/**
 * The row that a search means: one whose name is just the text before one that begins with it or has
 * it inside; and what lies in an answer's or request's data before what came along with it, as an
 * HTTP status does. -1 when no name fits.
 */
export function nearestRow(rows: readonly VariableRow[], query: string): number {
  const wanted = query.trim().toLowerCase();
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, row] of rows.entries()) {
    if (row.group !== null) continue;
    const label = row.label.toLowerCase();
    if (!label.includes(wanted)) continue;
    const fit = label === wanted ? 0 : label.startsWith(wanted) ? 2 : 4;
    const rank = wanted === "" ? 0 : fit + (row.meaning === "" ? 0 : 1);
    if (rank < least) [nearest, least] = [index, rank];
  }
  return nearest;
}
