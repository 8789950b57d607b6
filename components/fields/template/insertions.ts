import type { RootNames, VariableTone } from "../variables/variable-group.ts";
import { readPathText } from "../variables/variable-path.ts";

/** A `{{ … }}` in a text. */
export type Insertion = { from: number; to: number; expression: string };

/** Finds the complete insertions of a text, quotes respected. */
export function findInsertions(text: string): Insertion[] {
  if (!text.includes("{{")) return [];
  const found: Insertion[] = [];
  const pattern = /\{\{((?:"[^"\n]*"|'[^'\n]*'|(?!\}\}|\{\{)[^"'])*)\}\}/g;
  for (const match of text.matchAll(pattern)) {
    const expression = match[1] ?? "";
    if (expression.trim() === "") continue;
    found.push({ from: match.index, to: match.index + match[0].length, expression });
  }
  return found;
}

/** How a chip reads: "Ask city › value", and what is done to the value. */
export type ChipText = {
  title: string;
  rest: string;
  filters: string;
  tone: VariableTone | "unknown" | "expression";
};

/** Puts an expression into words for people. `names` holds every step's name by its root. */
export function describeInsertion(expression: string, names: RootNames): ChipText {
  const { path, filters } = splitFilters(expression);
  const parts = readPathText(path);
  if (parts === undefined) return { title: path, rest: "", filters, tone: "expression" };
  const rootLength = parts[0] === "nodes" ? 2 : 1;
  const root = parts.slice(0, rootLength).join(".");
  const known = names.get(root);
  // `loop.item` reads as the item itself.
  const isItem = root === "loop" && parts[1] === "item";
  const rest = parts
    .slice(isItem ? rootLength + 1 : rootLength)
    .map((part) => (typeof part === "number" ? `item ${part + 1}` : part))
    .join(" › ");
  if (known === undefined) return { title: path, rest: "", filters, tone: "unknown" };
  if (root === "vars" && rest !== "") return { title: rest, rest: "", filters, tone: known.tone };
  return { title: known.title, rest, filters, tone: known.tone };
}

function splitFilters(expression: string): { path: string; filters: string } {
  const bar =
    /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'|])*/s.exec(expression)?.[0].length ??
    expression.length;
  const filters = expression.slice(bar + 1).trim();
  return { path: expression.slice(0, bar).trim(), filters };
}
