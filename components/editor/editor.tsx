"use client";
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect } from "react";
import { cx } from "#components/ui/cx.ts";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { BottomPanel } from "./bottom-panel/bottom-panel.tsx";
import { Canvas } from "./canvas/canvas.tsx";
import { EditorDialogs } from "./dialogs/editor-dialogs.tsx";
import { InspectorSide } from "./inspector-side.tsx";
import { useClipboard } from "./keyboard/use-clipboard.ts";
import { useShortcuts } from "./keyboard/use-shortcuts.ts";
import { AddNextPicker } from "./palette/add-next.tsx";
import { Palette } from "./palette/palette.tsx";
import type { EditorInput } from "./store/create-editor-store.ts";
import { EditorProvider, useEditor } from "./store/editor-context.tsx";
import { resetEditorUi, showEditorUi } from "./store/editor-ui.ts";
import { RunBar } from "./top-bar/run-bar.tsx";
import { TopBar } from "./top-bar/top-bar.tsx";
import { useCompact } from "./use-compact.ts";
import { useConnections } from "./use-connections.ts";
import { useFollowDraft } from "./use-follow-draft.ts";
import { useWorkspaceVariables } from "./use-workspace-variables.ts";

/** A flow, open for editing; or a past run on the flow as it was, to look at. */
export function Editor({ input }: { input: EditorInput }) {
  return (
    <EditorProvider input={input}>
      <ReactFlowProvider>
        <Layout />
      </ReactFlowProvider>
    </EditorProvider>
  );
}

function Layout() {
  const compact = useCompact();
  const hydrated = useHydrated();
  const canEdit = useEditor((state) => state.canEdit);
  const mode = useEditor((state) => state.mode);
  const hasConflict = useEditor((state) => state.save.kind === "conflict");
  useEffect(() => resetEditorUi, []);
  useEffect(() => {
    if (hasConflict) showEditorUi({ dialog: "conflict" });
  }, [hasConflict]);
  useConnections();
  useWorkspaceVariables();
  useFollowDraft();
  useShortcuts();
  useClipboard();
  return (
    <div
      className={cx(
        "editor-root flex h-dvh flex-col overflow-hidden bg-canvas",
        !hydrated && "cursor-progress [&>*]:opacity-60",
      )}
      // Until React listens, nothing may look as if it did: a click would be lost.
      inert={!hydrated}
      aria-busy={!hydrated}
    >
      {mode === "run" ? <RunBar /> : <TopBar compact={compact} />}
      <div className="relative flex min-h-0 flex-1">
        {canEdit && !compact && <Palette />}
        <main className="flex min-w-0 flex-1 flex-col">
          <div className="min-h-0 flex-1">
            <Canvas compact={compact} />
          </div>
          <BottomPanel compact={compact} />
        </main>
        <InspectorSide compact={compact} />
      </div>
      <AddNextPicker />
      <EditorDialogs />
    </div>
  );
}
