import type { FlowNode } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { definitionOf, sampleOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";

/** What these steps remember of a contact, with the values of the newest test or as it is set up. */
export function rememberedValues(
  nodes: readonly FlowNode[],
  latest: { [nodeId: string]: StepView },
): JsonObject {
  const values: JsonObject = {};
  for (const { id, type, config } of nodes) {
    for (const { name, value, remember } of entriesOf(type, config)) {
      if (remember !== true || typeof name !== "string" || name === "") continue;
      values[name] = latest[id]?.vars?.[name] ?? value ?? null;
    }
  }
  return values;
}

type Entry = { [setting: string]: Json | undefined };

/** What a step could remember: an answer, or variables. */
function entriesOf(type: string, config: JsonObject): Entry[] {
  const definition = definitionOf(type);
  if (definition?.id === "ask-question") {
    const { value }: Entry = Object(sampleOf(definition, config));
    return [{ name: config.saveTo, remember: config.remember, value }];
  }
  const { variables } = config;
  return type === "set-variables" && Array.isArray(variables) ? variables.map(Object) : [];
}
