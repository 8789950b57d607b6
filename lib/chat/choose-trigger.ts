import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { type ChatTriggerConfig, definition } from "#lib/nodes/chat-trigger/definition.ts";
import { matchesChatTrigger } from "#lib/nodes/chat-trigger/execute.ts";

/**
 * The chat trigger that a message starts: the first enabled one, in the document's order, that
 * matches its text or the value of the button clicked. Triggers with keywords or a pattern go
 * before those that take anything. Throws `invalid_pattern` when a trigger's pattern is not one.
 */
export function chooseTrigger(
  document: FlowDocument,
  message: { text: string; value: string | null },
): FlowNode | null {
  const triggers = chatTriggers(document);
  const said = message.value === null ? [message.text] : [message.text, message.value];
  const particular = triggers.find(
    ({ config }) => config.when !== "any" && said.some((text) => matchesChatTrigger(config, text)),
  );
  const chosen = particular ?? triggers.find(({ config }) => config.when === "any");
  return chosen?.node ?? null;
}

/** Where a visitor who starts over begins, when no trigger takes the word itself: the first one. */
export function firstTrigger(document: FlowDocument): FlowNode | null {
  return chatTriggers(document)[0]?.node ?? null;
}

function chatTriggers(document: FlowDocument): { node: FlowNode; config: ChatTriggerConfig }[] {
  return document.nodes.flatMap((node) => {
    if (node.type !== definition.id || node.disabled) return [];
    const config = definition.config.safeParse(node.config);
    return config.success ? [{ node, config: config.data }] : [];
  });
}
