import type { Json } from "#lib/flow/json.ts";
import { jsonEntries, jsonPreview, jsonSize } from "../json-value.ts";
import type { VariableGroup } from "./variable-group.ts";
import { type PathPart, pathText } from "./variable-path.ts";

/** A value that fits what is being typed. */
export type Suggestion = {
  /** As a template writes it. */
  path: string;
  /** As people read it: "Ask city › value". */
  label: string;
  preview: string;
  /** A source of values: choosing it goes on to what is inside. */
  opens: boolean;
};

/** Values looked at for one list. */
const maxVisited = 2_000;
const maxDepth = 8;

/**
 * The values whose path or name fits a text, the nearest first: paths that begin with it, shallow
 * before deep; then those with just that name, data before what came along with it; then those that
 * have it inside. A path that is written out is not offered again.
 *
 * @param most default 30
 */
export function suggestValues(
  groups: readonly VariableGroup[],
  query: string,
  most = 30,
): Suggestion[] {
  const wanted = query.toLowerCase();
  const budget = { left: maxVisited };
  const ranked = groups
    .flatMap((group) => [
      { suggestion: ofGroup(group), depth: 0, name: "", aside: false },
      ...inside(group, group.value, [], budget),
    ])
    .flatMap((found) => {
      const rank = rankOf(found, wanted);
      return rank === undefined ? [] : [{ suggestion: found.suggestion, rank }];
    });
  // Sorting is stable: among equals, the order of the sources stays.
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ suggestion }) => suggestion);
}

type Found = {
  suggestion: Suggestion;
  depth: number;
  /** The last part of its path. */
  name: string;
  /** Came along with the data, as an HTTP status does. */
  aside: boolean;
};

function ofGroup(group: VariableGroup): Suggestion {
  const opens = jsonSize(group.value) > 0;
  return { path: group.root, label: group.title, preview: jsonPreview(group.value, 40), opens };
}

function inside(
  group: VariableGroup,
  value: Json,
  parts: readonly PathPart[],
  budget: { left: number },
): Found[] {
  if (parts.length >= maxDepth) return [];
  return jsonEntries(value).flatMap(([key, entry]) => {
    if (budget.left-- <= 0) return [];
    const own = [...parts, key];
    const words = own.map((part) => (typeof part === "number" ? `item ${part + 1}` : part));
    const meaning = own.length === 1 ? group.meanings?.[String(key)] : undefined;
    const suggestion = {
      path: pathText(group.root, own),
      label: `${[group.title, ...words].join(" › ")}${meaning === undefined ? "" : ` (${meaning})`}`,
      preview: jsonPreview(entry, 40),
      opens: false,
    };
    const found = {
      suggestion,
      depth: own.length,
      name: String(key),
      aside: meaning !== undefined,
    };
    return [found, ...inside(group, entry, own, budget)];
  });
}

function rankOf(found: Found, wanted: string): number | undefined {
  const { depth, name, aside } = found;
  const { path, label } = found.suggestion;
  const lower = path.toLowerCase();
  if (lower === wanted) return undefined;
  if (lower.startsWith(wanted)) return depth;
  const words = wanted.replace(/[.[\]]+$/, "");
  if (words === "") return undefined;
  if (name.toLowerCase() === words) return 50 + depth + (aside ? 20 : 0);
  return lower.includes(words) || label.toLowerCase().includes(words) ? 100 + depth : undefined;
}
