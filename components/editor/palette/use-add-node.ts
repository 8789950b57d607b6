import { useReactFlow } from "@xyflow/react";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditorStore } from "../store/editor-context.tsx";
import { nextPort } from "./next-port.ts";

/**
 * Adds a node the way Enter in the palette does: connected after the selected node, or else in the
 * middle of what is shown.
 */
export function useAddNode(): (type: string) => void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return (type) => {
    const { document: flow, inspectedNodeId, actions } = store.getState();
    const hasInlet = definitionOf(type)?.ports.in !== false;
    const next = hasInlet ? nextPort(flow, inspectedNodeId) : null;
    const id = actions.addNode(type, next ?? freeSpot(screenToFlowPosition));
    if (id !== "") actions.centre([id]);
  };
}

function freeSpot(toFlow: (point: { x: number; y: number }) => { x: number; y: number }) {
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  if (!box) return {};
  const middle = toFlow({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  // A little disorder, so that nodes added one after the other don't hide each other.
  const shift = document.querySelectorAll(".react-flow__node").length % 6;
  return { position: { x: middle.x - 128 + shift * 24, y: middle.y - 56 + shift * 24 } };
}
