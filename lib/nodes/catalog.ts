import type { FlowNode } from "#lib/flow/document.ts";
import { isShown } from "#lib/flow/is-shown.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { definition as askQuestion } from "./ask-question/definition.ts";
import { definition as calledTrigger } from "./called-trigger/definition.ts";
import { definition as chatTrigger } from "./chat-trigger/definition.ts";
import { definition as condition } from "./condition/definition.ts";
import { definition as connect } from "./connect/definition.ts";
import type { NodeDefinition, Port } from "./contract.ts";
import { definition as delay } from "./delay/definition.ts";
import { entries } from "./describe-text.ts";
import { definition as errorTrigger } from "./error-trigger/definition.ts";
import { definition as flowEventTrigger } from "./flow-event-trigger/definition.ts";
import { definition as forEach } from "./for-each/definition.ts";
import { definition as handOver } from "./hand-over/definition.ts";
import { definition as make } from "./make/definition.ts";
import { definition as manualTrigger } from "./manual-trigger/definition.ts";
import { definition as merge } from "./merge/definition.ts";
import { definition as pabbly } from "./pabbly/definition.ts";
import { definition as respond } from "./respond/definition.ts";
import { definition as restApi } from "./rest-api/definition.ts";
import { definition as scheduleTrigger } from "./schedule-trigger/definition.ts";
import { definition as sendMessage } from "./send-message/definition.ts";
import { definition as setVariables } from "./set-variables/definition.ts";
import { definition as stop } from "./stop/definition.ts";
import { definition as subFlow } from "./sub-flow/definition.ts";
import { definition as time } from "./time/definition.ts";
import { definition as waitForCallback } from "./wait-for-callback/definition.ts";
import { definition as webhookTrigger } from "./webhook-trigger/definition.ts";
import { definition as zapier } from "./zapier/definition.ts";

/** Every node there is, in the palette's order. Safe for the browser. */
export const catalog: readonly NodeDefinition[] = [
  chatTrigger,
  webhookTrigger,
  scheduleTrigger,
  manualTrigger,
  flowEventTrigger,
  errorTrigger,
  calledTrigger,
  sendMessage,
  askQuestion,
  handOver,
  condition,
  setVariables,
  merge,
  forEach,
  subFlow,
  delay,
  waitForCallback,
  time,
  stop,
  restApi,
  zapier,
  make,
  pabbly,
  connect,
  respond,
];

/** Last on the card, so that no other outlet moves when it comes and goes. */
const slowPort: Port = { id: "slow", label: "One moment", kind: "slow" };

const byId = new Map(catalog.map((definition) => [definition.id, definition]));

/** The definition of a stored node type; undefined when this version of Patchbay has no such node. */
export function definitionOf(type: string): NodeDefinition | undefined {
  return byId.get(type);
}

/**
 * The outlets of a node with these raw settings: first one for each entry of the list that makes
 * outlets (the entry's id is the outlet's), then the fixed ones. Entries without an id have none.
 * Given the node as well, also the outlet that opens while its step is slow.
 */
export function portsOf(
  definition: NodeDefinition,
  config: JsonObject,
  node?: Pick<FlowNode, "slowAfterMs">,
): Port[] {
  const { outFrom } = definition.ports;
  const out = definition.ports.out.filter(({ showWhen }) =>
    isShown(showWhen, definition.fields, config, definition.defaults),
  );
  if (typeof node?.slowAfterMs === "number") out.push(slowPort);
  if (outFrom === undefined) return out;
  const source = definition.fields[outFrom.field]?.showWhen;
  if (!isShown(source, definition.fields, config, definition.defaults)) return out;
  const own = entries(config[outFrom.field]).flatMap((entry, index): Port[] => {
    const id = entry[outFrom.id];
    if (typeof id !== "string" || id === "") return [];
    const label = entry[outFrom.label];
    const named = typeof label === "string" && label.trim() !== "";
    return [{ id, label: named ? label : `Branch ${index + 1}`, kind: "normal" }];
  });
  if (outFrom.afterDone !== true) return [...own, ...out];
  const normal = out.filter(({ kind }) => kind === "normal");
  return [...normal, ...own, ...out.filter(({ kind }) => kind !== "normal")];
}

/** What a node with these raw settings would deliver: for the variable picker before the first run. */
export function sampleOf(definition: NodeDefinition, config: JsonObject): Json {
  return typeof definition.sample === "function" ? definition.sample(config) : definition.sample;
}
