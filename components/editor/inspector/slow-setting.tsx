"use client";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { LimitInput, readSeconds, secondsText } from "./limit-input.tsx";

type Props = { node: FlowNode; definition: NodeDefinition };

/** The outlet by which a visitor hears something while another system takes its time. */
export function SlowSetting({ node, definition }: Props) {
  const actions = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const hasChat = useEditor(({ document }) =>
    document.nodes.some(({ type }) => definitionOf(type)?.trigger === "chat"),
  );
  const offered = hasChat && definition.category === "integration";
  // What is set can be taken back, also where it has no place any more.
  if (!offered && node.slowAfterMs === null) return null;
  return (
    <LimitInput
      label="“One moment” after"
      unit="seconds"
      help={
        hasChat
          ? "Opens the outlet “One moment” when the step is not done by then; the step itself goes on. Empty: no such outlet."
          : "Only conversations open it, and no chat message starts this flow. Empty it to remove the outlet."
      }
      placeholder="Never"
      value={secondsText(node.slowAfterMs)}
      readOnly={!canEdit}
      read={readSeconds(0.5, 600)}
      range="From 0.5 to 600 seconds."
      onCommit={(slowAfterMs) => actions.updateNode(node.id, { slowAfterMs })}
    />
  );
}
