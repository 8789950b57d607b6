import { create } from "zustand";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { graphOf, upstreamOf } from "#lib/flow/graph.ts";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf, sampleOf } from "#lib/nodes/catalog.ts";

type Typed = {
  /** What people typed as test input, by trigger. */
  texts: { [trigger: string]: string };
  /** The trigger chosen to start at, by flow. */
  chosen: { [flowId: string]: string };
};

/** The test input of the flows that were open; kept while the page is, never saved. */
export const useTestInput = create<Typed>(() => ({ texts: {}, chosen: {} }));

const keyOf = (flowId: string, triggerId: string) => `${flowId}/${triggerId}`;

/** What was typed for a trigger; undefined while its sample still stands. */
export function typedPayload(typed: Typed, flowId: string, triggerId: string): string | undefined {
  return typed.texts[keyOf(flowId, triggerId)];
}

/** Remembers test input; undefined goes back to the sample. */
export function typePayload(flowId: string, triggerId: string, text: string | undefined): void {
  useTestInput.setState(({ texts }) => {
    const { [keyOf(flowId, triggerId)]: _, ...others } = texts;
    return { texts: text === undefined ? others : { ...others, [keyOf(flowId, triggerId)]: text } };
  });
}

export function chooseTrigger(flowId: string, triggerId: string): void {
  useTestInput.setState(({ chosen }) => ({ chosen: { ...chosen, [flowId]: triggerId } }));
}

/** The triggers a test can start at. */
export function triggersOf(document: FlowDocument): FlowNode[] {
  return document.nodes.filter(
    (node) => definitionOf(node.type)?.trigger !== undefined && !node.disabled,
  );
}

/**
 * The chosen trigger, else the one that leads to the step being worked on, else the first; undefined
 * in a flow that has none.
 */
export function chosenTrigger(
  document: FlowDocument,
  triggerId: string | undefined,
  inspectedNodeId: string | null,
): FlowNode | undefined {
  const triggers = triggersOf(document);
  const chosen = triggers.find((node) => node.id === triggerId);
  if (chosen || inspectedNodeId === null || triggers.length < 2) return chosen ?? triggers[0];
  const upstream = upstreamOf(graphOf(document), inspectedNodeId).add(inspectedNodeId);
  return triggers.find((node) => upstream.has(node.id)) ?? triggers[0];
}

/** A trigger's sample as JSON text: what its test input starts as. */
export function sampleText(trigger: FlowNode): string {
  const definition = definitionOf(trigger.type);
  return definition ? JSON.stringify(sampleOf(definition, trigger.config), null, 2) : "{}";
}

/** The payload to send; undefined when what was typed is no JSON. Empty input is null. */
export function readPayload(typed: string | undefined, trigger: FlowNode): Json | undefined {
  const text = typed ?? sampleText(trigger);
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json; // parsed JSON
  } catch {
    return undefined;
  }
}
