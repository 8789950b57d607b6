import { canonicalJson } from "./canonical.ts";
import type { FlowDocument, FlowNode } from "./document.ts";

export type DocumentDifference = {
  /** Only in the first. */
  onlyHere: FlowNode[];
  /** Only in the second. */
  onlyThere: FlowNode[];
  /** In both, with other settings; places alone don't count. */
  changed: { here: FlowNode; there: FlowNode }[];
  /** Lines, notes, variables, flow settings or places differ. */
  other: ("lines" | "notes" | "variables" | "settings" | "layout")[];
};

/** How two versions of a flow differ, node by node. */
export function compareDocuments(here: FlowDocument, there: FlowDocument): DocumentDifference {
  const hereById = new Map(here.nodes.map((node) => [node.id, node]));
  const thereById = new Map(there.nodes.map((node) => [node.id, node]));
  const pairs = here.nodes.flatMap((node) => {
    const counterpart = thereById.get(node.id);
    return counterpart ? [{ here: node, there: counterpart }] : [];
  });
  const moved = pairs.some(
    ({ here: a, there: b }) => a.position.x !== b.position.x || a.position.y !== b.position.y,
  );
  const differs = (a: unknown, b: unknown) =>
    canonicalJson(a as FlowDocument) !== canonicalJson(b as FlowDocument); // parts of documents are JSON
  const other: DocumentDifference["other"] = [];
  if (differs(here.edges, there.edges)) other.push("lines");
  if (differs(here.notes, there.notes)) other.push("notes");
  if (differs(here.variables, there.variables)) other.push("variables");
  if (differs(here.settings, there.settings)) other.push("settings");
  if (moved) other.push("layout");
  return {
    onlyHere: here.nodes.filter(({ id }) => !thereById.has(id)),
    onlyThere: there.nodes.filter(({ id }) => !hereById.has(id)),
    changed: pairs.filter(({ here: a, there: b }) =>
      differs({ ...a, position: null }, { ...b, position: null }),
    ),
    other,
  };
}
