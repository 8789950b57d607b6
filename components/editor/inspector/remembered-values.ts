import type { FlowNode } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { StepView } from "#lib/runs/events.ts";

/** What these steps remember of a contact, with the values of the newest test or as it is set up. */
export function rememberedValues(
  nodes: readonly FlowNode[],
  latest: { [nodeId: string]: StepView },
): JsonObject {
  const values: JsonObject = {};
  for (const { id, type, config } of nodes) {
    if (type !== "set-variables" || !Array.isArray(config.variables)) continue;
    for (const entry of config.variables) {
      const { name, value, remember } = Object(entry) as { [setting: string]: Json | undefined };
      if (remember !== true || typeof name !== "string" || name === "") continue;
      values[name] = latest[id]?.vars?.[name] ?? value ?? null;
    }
  }
  return values;
}
