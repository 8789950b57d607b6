import type { ReactFlowInstance } from "@xyflow/react";
import type { StoreApi } from "zustand/vanilla";
import { nextPort } from "../palette/next-port.ts";
import type { EditorStore } from "../store/contract.ts";
import { showEditorUi } from "../store/editor-ui.ts";
import { focusNode } from "./focus-node.ts";
import { type Direction, travel } from "./travel.ts";

type Command = (() => void) | undefined;
type View = Pick<
  ReactFlowInstance,
  "zoomIn" | "zoomOut" | "zoomTo" | "screenToFlowPosition" | "flowToScreenPosition"
>;

const arrows: { [key: string]: { x: number; y: number } } = {
  ArrowRight: { x: 8, y: 0 },
  ArrowLeft: { x: -8, y: 0 },
  ArrowDown: { x: 0, y: 8 },
  ArrowUp: { x: 0, y: -8 },
};

/** What a key does while the canvas has the focus; undefined when nothing. */
export function canvasCommands(store: StoreApi<EditorStore>, view: View) {
  const state = store.getState();
  const { actions, selection, document: flow, canEdit } = state;
  const edit = (command: () => void): Command => (canEdit ? command : undefined);
  const [nodeId = null] = selection.nodeIds;

  const chord = (key: string, shift: boolean): Command => {
    if (key === "z") return edit(shift ? actions.redo : actions.undo);
    if (key === "y") return edit(actions.redo);
    if (key === "d") return edit(actions.duplicateSelection);
    if (key !== "a") return undefined;
    return () =>
      actions.select({
        nodeIds: flow.nodes.map(({ id }) => id),
        noteIds: flow.notes.map(({ id }) => id),
      });
  };

  const go = (direction: Direction) => () => {
    const next = travel(flow, nodeId, direction);
    if (next === null) return;
    actions.select({ nodeIds: [next] });
    focusNode(next, actions.centre);
  };

  const nudge = (by: { x: number; y: number }) => () => {
    const moved = [...flow.nodes, ...flow.notes].filter(
      ({ id }) => selection.nodeIds.includes(id) || selection.noteIds.includes(id),
    );
    const places = moved.map(({ id, position }) => [
      id,
      { x: position.x + by.x, y: position.y + by.y },
    ]);
    actions.moveNodes(Object.fromEntries(places));
  };

  const addAfter = () => {
    const node = flow.nodes.find(({ id }) => id === nodeId);
    const at = node && view.flowToScreenPosition({ x: node.position.x + 272, y: node.position.y });
    const next = nextPort(flow, nodeId);
    showEditorUi({
      addNext: { screen: at ?? { x: innerWidth / 2, y: innerHeight / 3 }, ...(next ?? {}) },
    });
  };

  const plain = (key: string, shift: boolean): Command => {
    const by = arrows[key];
    if (by && shift) return edit(nudge(by));
    if (by) return go(key as Direction /* one of the arrows */);
    switch (key) {
      case "Delete":
      case "Backspace":
        return edit(() => actions.removeElements(selection));
      case "F2":
        return nodeId === null ? undefined : edit(() => showEditorUi({ renamingNodeId: nodeId }));
      case "Enter":
        return focusInspector;
      case "Escape":
        return () => actions.select({});
      case "a":
        return edit(addAfter);
      case "c":
        return nodeId === null ? undefined : edit(() => showEditorUi({ dialog: "connect" }));
      case "d":
        return edit(() => {
          const nodes = flow.nodes.filter(({ id }) => selection.nodeIds.includes(id));
          const on = nodes.some(({ disabled }) => !disabled);
          actions.setDisabled(selection.nodeIds, on);
        });
      case "n":
        return edit(() => {
          const at = view.screenToFlowPosition({ x: innerWidth / 2, y: innerHeight / 3 });
          actions.addNote({ x: Math.round(at.x / 8) * 8, y: Math.round(at.y / 8) * 8 });
        });
      case "t":
        return shift ? edit(() => void actions.tidyUp().then(() => actions.centre())) : undefined;
      case "+":
      case "=":
        return () => void view.zoomIn({ duration: 100 });
      case "-":
        return () => void view.zoomOut({ duration: 100 });
      case "0":
        return () => actions.centre();
      case "1":
        return () => void view.zoomTo(1, { duration: 100 });
      default:
        return undefined;
    }
  };

  return { chord, plain };
}

/** From the canvas into the first setting of the selected step. */
function focusInspector(): void {
  document
    .querySelector<HTMLElement>(
      '[aria-label="Inspector"] [role=tabpanel] :is(input, textarea, select, [contenteditable=true], button):not([disabled])',
    )
    ?.focus();
}
