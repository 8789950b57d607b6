import { useReactFlow } from "@xyflow/react";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditorStore } from "../store/editor-context.tsx";
import { cardSize } from "../store/place-node.ts";
import { nextPort } from "./next-port.ts";

/**
 * Adds a node the way Enter in the palette does: connected after the selected node, or else in the
 * middle of what is shown, where there is room.
 */
export function useAddNode(): (type: string) => void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return (type) => {
    const { document: flow, inspectedNodeId, actions } = store.getState();
    const hasInlet = definitionOf(type)?.ports.in !== false;
    const next = hasInlet ? nextPort(flow, inspectedNodeId) : null;
    const id = actions.addNode(type, next ?? nearMiddle(screenToFlowPosition));
    if (id !== "") actions.centre([id]);
  };
}

/** What is free around the middle of what is shown. */
function nearMiddle(toFlow: (point: { x: number; y: number }) => { x: number; y: number }) {
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  if (!box) return {};
  const middle = toFlow({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  return { near: { x: middle.x - cardSize.width / 2, y: middle.y - cardSize.height / 2 } };
}
