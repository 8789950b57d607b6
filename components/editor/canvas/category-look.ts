import type { NodeCategory } from "#lib/nodes/contract.ts";

type Look = { label: string; tint: string; edge: string; color: string };

/** How each category is called and coloured, on cards, in the palette and on the minimap. */
export const categoryLook: Record<NodeCategory, Look> = {
  trigger: {
    label: "Triggers",
    tint: "bg-trigger-soft text-trigger",
    edge: "border-l-trigger",
    color: "var(--trigger)",
  },
  conversation: {
    label: "Conversation",
    tint: "bg-conversation-soft text-conversation",
    edge: "border-l-conversation",
    color: "var(--conversation)",
  },
  logic: {
    label: "Logic",
    tint: "bg-logic-soft text-logic",
    edge: "border-l-logic",
    color: "var(--logic)",
  },
  integration: {
    label: "Integrations",
    tint: "bg-integration-soft text-integration",
    edge: "border-l-integration",
    color: "var(--integration)",
  },
};

export const categories: readonly NodeCategory[] = [
  "trigger",
  "conversation",
  "logic",
  "integration",
];
