import {
  ArrowLeft,
  CircleAlert,
  Copy,
  Keyboard,
  LayoutTemplate,
  Link2,
  ListTree,
  Maximize,
  MessageSquare,
  Play,
  Redo2,
  Save,
  Settings2,
  Trash2,
  Undo2,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import type { EditorActions, Selection } from "../store/contract.ts";
import { showEditorUi } from "../store/editor-ui.ts";

export type EditorCommand = { label: string; shortcut?: string; icon: ReactNode; run: () => void };

type Context = {
  actions: EditorActions;
  selection: Selection;
  canEdit: boolean;
  startTest: () => void;
  goTo: (path: string) => void;
};

const size = "size-4";

/** What the editor can do at present, for the command palette. */
export function editorCommands(context: Context): EditorCommand[] {
  const { actions, goTo } = context;
  return [
    ...(context.canEdit ? editCommands(context) : []),
    {
      label: "Show everything",
      shortcut: "0",
      icon: <Maximize className={size} />,
      run: () => actions.centre(),
    },
    {
      label: "Show the problems",
      icon: <CircleAlert className={size} />,
      run: () => actions.setBottomPanel("problems"),
    },
    {
      label: "Show the last run",
      icon: <ListTree className={size} />,
      run: () => actions.setBottomPanel("run"),
    },
    {
      label: "Chat preview",
      icon: <MessageSquare className={size} />,
      run: () => actions.setBottomPanel("chat"),
    },
    {
      label: "Flow settings",
      icon: <Settings2 className={size} />,
      run: () => showEditorUi({ dialog: "settings" }),
    },
    {
      label: "Keyboard shortcuts",
      shortcut: "?",
      icon: <Keyboard className={size} />,
      run: () => showEditorUi({ dialog: "shortcuts" }),
    },
    {
      label: "Back to the flows",
      icon: <ArrowLeft className={size} />,
      run: () => goTo("/flows"),
    },
  ];
}

function editCommands({ actions, selection, startTest }: Context): EditorCommand[] {
  const onSelection: EditorCommand[] = [
    {
      label: "Connect the selected step",
      shortcut: "C",
      icon: <Link2 className={size} />,
      run: () => showEditorUi({ dialog: "connect" }),
    },
    {
      label: "Duplicate the selection",
      shortcut: "Ctrl D",
      icon: <Copy className={size} />,
      run: actions.duplicateSelection,
    },
    {
      label: "Delete the selection",
      shortcut: "Del",
      icon: <Trash2 className={size} />,
      run: () => actions.removeElements(selection),
    },
  ];
  return [
    { label: "Test the flow", shortcut: "T", icon: <Play className={size} />, run: startTest },
    ...(selection.nodeIds.length > 0 ? onSelection : []),
    {
      label: "Insert a template",
      icon: <LayoutTemplate className={size} />,
      run: () => showEditorUi({ dialog: "insert-template" }),
    },
    {
      label: "Save as template",
      icon: <LayoutTemplate className={size} />,
      run: () => showEditorUi({ dialog: "save-template" }),
    },
    {
      label: "Tidy up",
      shortcut: "Shift T",
      icon: <Workflow className={size} />,
      run: () => void actions.tidyUp().then(() => actions.centre()),
    },
    { label: "Undo", shortcut: "Ctrl Z", icon: <Undo2 className={size} />, run: actions.undo },
    { label: "Redo", shortcut: "Ctrl Y", icon: <Redo2 className={size} />, run: actions.redo },
    {
      label: "Save now",
      shortcut: "Ctrl S",
      icon: <Save className={size} />,
      run: () => void actions.flush(),
    },
  ];
}
