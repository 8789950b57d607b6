import { create } from "zustand";

type Point = { x: number; y: number };

/** Where a node that is picked next goes, and where on the screen to pick it. */
export type AddNext = {
  screen: Point;
  /** Where on the canvas; left out: after the port, or into the edge. */
  position?: Point;
  afterPort?: { nodeId: string; port: string };
  onEdge?: string;
};

/** Where the context menu was asked for. */
export type CanvasMenuRequest = { screen: Point; canvas: Point };

export type EditorDialog =
  | "commands"
  | "connect"
  | "shortcuts"
  | "settings"
  | "history"
  | "conflict"
  | "insert-template"
  | "save-template";

/** A command for curl to fill a step with, or to make one from. */
export type CurlRequest = { nodeId: string | null; text: string; near?: Point };

/** What is open on the screen. Nothing here is saved or undone. */
export type EditorUi = {
  addNext: AddNext | null;
  menu: CanvasMenuRequest | null;
  dialog: EditorDialog | null;
  curl: CurlRequest | null;
  renamingNodeId: string | null;
  paletteOpen: boolean;
  /** The node type being dragged from the palette. */
  draggedType: string | null;
  /** The edge that a drop would insert into. */
  dropEdgeId: string | null;
};

const closed: EditorUi = {
  addNext: null,
  menu: null,
  dialog: null,
  curl: null,
  renamingNodeId: null,
  paletteOpen: true,
  draggedType: null,
  dropEdgeId: null,
};

export const useEditorUi = create<EditorUi>(() => closed);

export function showEditorUi(patch: Partial<EditorUi>): void {
  useEditorUi.setState(patch);
}

/** For a newly opened editor; keeps whether the palette is open. */
export function resetEditorUi(): void {
  useEditorUi.setState(({ paletteOpen }) => ({ ...closed, paletteOpen }));
}
