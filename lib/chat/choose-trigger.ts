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
  const triggers: { node: FlowNode; config: ChatTriggerConfig }[] = [];
  for (const node of document.nodes) {
    if (node.type !== definition.id || node.disabled) continue;
    const config = definition.config.safeParse(node.config);
    if (config.success) triggers.push({ node, config: config.data });
  }
  const said = message.value === null ? [message.text] : [message.text, message.value];
  const particular = triggers.find(
    ({ config }) => config.when !== "any" && said.some((text) => matchesChatTrigger(config, text)),
  );
  const chosen = particular ?? triggers.find(({ config }) => config.when === "any");
  return chosen?.node ?? null;
}
