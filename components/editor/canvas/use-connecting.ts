import { type Connection, type FinalConnectionState, useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditorStore } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";
import type { CanvasEdge } from "./canvas-elements.ts";
import { elementAt } from "./element-at.ts";

/** Drawing lines: onto a node connects, onto empty canvas asks what to add there. */
export function useConnecting() {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle) {
        store.getState().actions.connect({ source, sourcePort: sourceHandle, target });
      }
    },
    [store],
  );

  const onReconnect = useCallback(
    (edge: CanvasEdge, { source, sourceHandle, target }: Connection) => {
      if (!sourceHandle) return;
      store.getState().actions.reconnect(edge.id, { source, sourcePort: sourceHandle, target });
    },
    [store],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const port = state.fromHandle?.id;
      if (state.isValid || !state.fromNode || state.fromHandle?.type !== "source" || !port) return;
      const screen = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!screen) return;
      const at = { x: screen.clientX, y: screen.clientY };
      const source = state.fromNode.id;
      const target = elementAt(at, ".react-flow__node");
      if (target !== null) {
        if (target !== source) {
          store.getState().actions.connect({ source, sourcePort: port, target });
        }
        return;
      }
      const position = screenToFlowPosition({ x: at.x, y: at.y });
      showEditorUi({
        addNext: {
          screen: at,
          position: { x: position.x, y: position.y - 34 },
          afterPort: { nodeId: source, port },
        },
      });
    },
    [store, screenToFlowPosition],
  );

  const isValidConnection = useCallback(
    ({ target }: Connection | CanvasEdge) => {
      const node = store.getState().document.nodes.find(({ id }) => id === target);
      return node !== undefined && definitionOf(node.type)?.ports.in !== false;
    },
    [store],
  );

  return { onConnect, onReconnect, onConnectEnd, isValidConnection };
}
