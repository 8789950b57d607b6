import type { VariableGroup } from "#components/fields/variables/variable-group.ts";
import { type PathPart, readPathText } from "#components/fields/variables/variable-path.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { itemsOf } from "#lib/nodes/for-each/items-of.ts";
import type { StepView } from "#lib/runs/events.ts";

/** What chips and the picker call it. */
export const loopTitle = "Current item";

/**
 * What a step in a loop's branch sees of its round: the first item of the newest test, else of the
 * list as far as what comes before the loop shows it.
 *
 * @param before what the loop itself can use
 */
export function loopGroup(
  loop: FlowNode,
  lastRun: StepView | undefined,
  before: readonly VariableGroup[],
): VariableGroup {
  const definition = definitionOf(loop.type);
  const own = definition?.loopItem;
  const ran = own === undefined ? listOf(lastRun?.input) : recordsOf(lastRun?.output);
  const items =
    ran ?? (own === undefined ? sampleItems(loop.config.list, before) : [own(loop.config)]);
  return {
    root: "loop",
    title: loopTitle,
    tone: "logic",
    value: { item: items?.[0] ?? null, index: 0, count: items?.length ?? 0 },
    source: ran === undefined ? "sample" : "run",
  };
}

/** The settings a loop ran with are its step's input. */
function listOf(input: Json | undefined): Json[] | undefined {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  return itemsOf(input.list ?? null);
}

/** Those that a step went through which fetches its list itself. */
function recordsOf(output: Json | undefined): Json[] | undefined {
  if (typeof output !== "object" || output === null || Array.isArray(output)) return undefined;
  return Array.isArray(output.records) && output.records.length > 0 ? output.records : undefined;
}

/** Follows a plain path such as `{{ nodes.orders.body }}`; the template engine is not needed here. */
function sampleItems(list: Json | undefined, before: readonly VariableGroup[]): Json[] | undefined {
  if (typeof list !== "string") return list === undefined ? undefined : itemsOf(list);
  const path = /^\s*\{\{([^{}|]+)\}\}\s*$/.exec(list)?.[1];
  if (path === undefined) return itemsOf(list);
  const parts = readPathText(path.trim());
  if (parts === undefined) return undefined;
  const group = before.find(
    ({ root }) => root === parts.slice(0, root.split(".").length).join("."),
  );
  const value = group && read(group.value, parts.slice(group.root.split(".").length));
  return value === undefined ? undefined : itemsOf(value);
}

function read(value: Json, parts: readonly PathPart[]): Json | undefined {
  let found: Json | undefined = value;
  for (const part of parts) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part))
      return undefined;
    found = (found as { [key: PathPart]: Json })[part] /* a list's index or an object's key */;
  }
  return found;
}
