import { closestName } from "#lib/template/closest-name.ts";
import type { FlowNode } from "../document.ts";
import type { LintContext } from "./context.ts";

/** What steps see by themselves: where it is there, and what it has; null: whatever a record has. */
const locals: { [root: string]: { where: string; names: readonly string[] | null } } = {
  batch: { where: "a step that works through a list", names: ["items", "item", "index"] },
  found: { where: "a step that looks a record up", names: null },
  sync: { where: "a step that reads what is new", names: ["cursor"] },
};

/**
 * What is wrong with a reference to something that only the step itself knows; empty: nothing.
 * Undefined when it is a reference to something else.
 */
export function checkLocal(
  { known }: LintContext,
  node: FlowNode,
  [root, name]: readonly [string, string | undefined],
): string | undefined {
  const local = Object.hasOwn(locals, root) ? locals[root] : undefined;
  if (local === undefined) return undefined;
  const seen = known.get(node.id)?.definition.locals?.(node.config);
  if (seen === undefined || !Object.hasOwn(seen, root)) {
    return `“${node.name}” uses “${root}”, which is there only in ${local.where}.`;
  }
  const { names } = local;
  if (name === undefined || names === null || names.includes(name)) return "";
  const close = closestName(name, names);
  const has = names.length === 1 ? `there is ${names[0]}` : `there are ${written(names)}`;
  const hint = close === undefined ? "" : ` Did you mean “${close}”?`;
  return `“${node.name}” uses “${root}.${name}”, which does not exist: ${has}.${hint}`;
}

function written(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
