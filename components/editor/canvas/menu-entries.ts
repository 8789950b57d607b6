import { toast } from "#components/ui/toast.tsx";
import { tellLeftOut } from "../keyboard/tell-left-out.ts";
import type { EditorStore } from "../store/contract.ts";
import { type CanvasMenuRequest, showEditorUi } from "../store/editor-ui.ts";

type Point = { x: number; y: number };

export type MenuEntry =
  | "separator"
  | { label: string; shortcut?: string; danger?: boolean; run: () => void };

/** What can be done with the present selection, or with the canvas when nothing is selected. */
export function menuEntries(state: EditorStore, at: CanvasMenuRequest): MenuEntry[] {
  const { nodeIds, edgeIds, noteIds } = state.selection;
  if (nodeIds.length + noteIds.length > 0) return elementEntries(state);
  const [edgeId] = edgeIds;
  if (edgeId !== undefined) return edgeEntries(state, edgeId, at.screen);
  return canvasEntries(state, at);
}

function elementEntries({ selection, document, actions }: EditorStore): MenuEntry[] {
  const { nodeIds } = selection;
  const [nodeId] = nodeIds;
  const nodes = document.nodes.filter(({ id }) => nodeIds.includes(id));
  const allDisabled = nodes.every(({ disabled }) => disabled);
  const entries: MenuEntry[] = [];
  if (nodeId !== undefined && nodeIds.length === 1) {
    entries.push({
      label: "Rename",
      shortcut: "F2",
      run: () => showEditorUi({ renamingNodeId: nodeId }),
    });
  }
  entries.push(
    { label: "Copy", shortcut: "Ctrl C", run: () => void copyText(actions.copySelection()) },
    { label: "Duplicate", shortcut: "Ctrl D", run: actions.duplicateSelection },
  );
  if (nodes.length > 0) {
    entries.push({
      label: allDisabled ? "Enable" : "Disable",
      shortcut: "D",
      run: () => actions.setDisabled(nodeIds, !allDisabled),
    });
  }
  if (nodes.length > 0) {
    const keep = () => showEditorUi({ dialog: "save-template" });
    entries.push({ label: "Save as template", run: keep });
  }
  const remove = () => actions.removeElements(selection);
  return [...entries, "separator", { label: "Delete", shortcut: "Del", danger: true, run: remove }];
}

function edgeEntries({ actions }: EditorStore, edgeId: string, screen: Point): MenuEntry[] {
  return [
    {
      label: "Insert a node",
      run: () => showEditorUi({ addNext: { screen, onEdge: edgeId } }),
    },
    "separator",
    {
      label: "Delete line",
      shortcut: "Del",
      danger: true,
      run: () => actions.removeElements({ edgeIds: [edgeId] }),
    },
  ];
}

function canvasEntries(
  { actions, document }: EditorStore,
  { screen, canvas }: CanvasMenuRequest,
): MenuEntry[] {
  const paste = async () => {
    const text = await navigator.clipboard?.readText().catch(() => "");
    const leftOut = text ? actions.paste(text, canvas) : null;
    if (leftOut !== null) tellLeftOut(leftOut);
    else toast({ title: "There is nothing to paste here.", detail: "Copy nodes first." });
  };
  return [
    { label: "Add a node", run: () => showEditorUi({ addNext: { screen, position: canvas } }) },
    { label: "Add a note", shortcut: "N", run: () => actions.addNote(snapped(canvas)) },
    { label: "Paste", shortcut: "Ctrl V", run: () => void paste() },
    "separator",
    {
      label: "Select all",
      shortcut: "Ctrl A",
      run: () =>
        actions.select({
          nodeIds: document.nodes.map(({ id }) => id),
          noteIds: document.notes.map(({ id }) => id),
        }),
    },
    { label: "Tidy up", shortcut: "Shift T", run: () => void actions.tidyUp() },
  ];
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toast({ title: "The browser did not allow copying.", detail: "Press Ctrl C instead." });
  }
}

function snapped({ x, y }: Point): Point {
  return { x: Math.round(x / 8) * 8, y: Math.round(y / 8) * 8 };
}
