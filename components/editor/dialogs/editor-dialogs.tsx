"use client";
import { lazy, Suspense } from "react";
import { showEditorUi, useEditorUi } from "../store/editor-ui.ts";

const CommandPalette = lazy(async () => ({
  default: (await import("./command-palette.tsx")).CommandPalette,
}));
const ConnectDialog = lazy(async () => ({
  default: (await import("./connect-dialog.tsx")).ConnectDialog,
}));
const ShortcutSheet = lazy(async () => ({
  default: (await import("./shortcut-sheet.tsx")).ShortcutSheet,
}));
const SettingsDialog = lazy(async () => ({
  default: (await import("./settings-dialog.tsx")).SettingsDialog,
}));
const HistoryDialog = lazy(async () => ({
  default: (await import("./history-dialog.tsx")).HistoryDialog,
}));
const ConflictDialog = lazy(async () => ({
  default: (await import("./conflict-dialog.tsx")).ConflictDialog,
}));

const InsertTemplateDialog = lazy(async () => ({
  default: (await import("./insert-template-dialog.tsx")).InsertTemplateDialog,
}));
const SaveTemplateDialog = lazy(async () => ({
  default: (await import("./save-template-dialog.tsx")).SaveTemplateDialog,
}));
const CurlDialog = lazy(async () => ({
  default: (await import("../curl/curl-dialog.tsx")).CurlDialog,
}));

/** The dialog that is open, loaded when it is first asked for. */
export function EditorDialogs() {
  const dialog = useEditorUi((ui) => ui.dialog);
  const curl = useEditorUi((ui) => ui.curl);
  if (dialog === null && curl === null) return null;
  const close = () => showEditorUi({ dialog: null });
  return (
    <Suspense fallback={null}>
      {curl !== null && <CurlDialog request={curl} onClose={() => showEditorUi({ curl: null })} />}
      {dialog === "commands" && <CommandPalette onClose={close} />}
      {dialog === "connect" && <ConnectDialog onClose={close} />}
      {dialog === "shortcuts" && <ShortcutSheet onClose={close} />}
      {dialog === "settings" && <SettingsDialog onClose={close} />}
      {dialog === "history" && <HistoryDialog onClose={close} />}
      {dialog === "conflict" && <ConflictDialog onClose={close} />}
      {dialog === "insert-template" && <InsertTemplateDialog onClose={close} />}
      {dialog === "save-template" && <SaveTemplateDialog onClose={close} />}
    </Suspense>
  );
}
