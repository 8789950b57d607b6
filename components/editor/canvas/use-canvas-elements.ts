import {
  applyEdgeChanges,
  applyNodeChanges,
  type EdgeChange,
  type NodeChange,
} from "@xyflow/react";
import { useCallback, useLayoutEffect, useState } from "react";
import { useEditor, useEditorStore } from "../store/editor-context.tsx";
import { type CanvasEdge, type CanvasNode, canvasEdges, canvasNodes } from "./canvas-elements.ts";

/**
 * The document as React Flow's nodes and edges. Dragging and measuring stay in here, frame by
 * frame; the document hears of a move when the pointer lets go, and of a selection at once.
 */
export function useCanvasElements() {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const selection = useEditor((state) => state.selection);
  const [nodes, setNodes] = useState<CanvasNode[]>(() => canvasNodes(document, selection, []));
  const [edges, setEdges] = useState<CanvasEdge[]>(() => canvasEdges(document, selection, []));

  useLayoutEffect(() => {
    setNodes((before) => canvasNodes(document, selection, before));
    setEdges((before) => canvasEdges(document, selection, before));
  }, [document, selection]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const selected = selectionChanges(changes);
      if (selected.size > 0) {
        const { selection: now, document: current, actions } = store.getState();
        const isNote = new Set(current.notes.map(({ id }) => id));
        const ids = applySelection([...now.nodeIds, ...now.noteIds], selected);
        actions.select({
          ...now,
          nodeIds: ids.filter((id) => !isNote.has(id)),
          noteIds: ids.filter((id) => isNote.has(id)),
        });
      }
      const rest = changes.filter(({ type }) => type !== "select" && type !== "remove");
      if (rest.length > 0) setNodes((before) => applyNodeChanges(rest, before));
    },
    [store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<CanvasEdge>[]) => {
      const selected = selectionChanges(changes);
      if (selected.size > 0) {
        const { selection: now, actions } = store.getState();
        actions.select({ ...now, edgeIds: applySelection(now.edgeIds, selected) });
      }
      const rest = changes.filter(({ type }) => type !== "select" && type !== "remove");
      if (rest.length > 0) setEdges((before) => applyEdgeChanges(rest, before));
    },
    [store],
  );

  const commitMove = useCallback(
    (moved: readonly CanvasNode[]) =>
      store
        .getState()
        .actions.moveNodes(Object.fromEntries(moved.map(({ id, position }) => [id, position]))),
    [store],
  );
  const onNodeDragStop = useCallback(
    (_event: unknown, _node: CanvasNode, moved: CanvasNode[]) => commitMove(moved),
    [commitMove],
  );
  const onSelectionDragStop = useCallback(
    (_event: unknown, moved: CanvasNode[]) => commitMove(moved),
    [commitMove],
  );

  return { nodes, edges, onNodesChange, onEdgesChange, onNodeDragStop, onSelectionDragStop };
}

type Change = { type: string; id?: string; selected?: boolean };

function selectionChanges(changes: readonly (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[]) {
  return new Map(
    (changes as readonly Change[]) // only what both kinds share is read
      .filter(({ type }) => type === "select")
      .map(({ id = "", selected = false }) => [id, selected]),
  );
}

function applySelection(ids: readonly string[], changes: ReadonlyMap<string, boolean>): string[] {
  const kept = ids.filter((id) => changes.get(id) !== false);
  const added = [...changes].filter(([id, on]) => on && !kept.includes(id)).map(([id]) => id);
  return [...kept, ...added];
}
