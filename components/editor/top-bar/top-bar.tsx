"use client";
import { ArrowLeft, MessageSquare, Redo2, Settings2, Undo2, Workflow } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";
import { FlowName } from "./flow-name.tsx";
import { LiveBadge } from "./live-badge.tsx";
import { ProblemsButton } from "./problems-button.tsx";
import { PublishMenu } from "./publish-menu.tsx";
import { SaveStatus, useSaveTrouble } from "./save-status.tsx";
import { TestButton } from "./test-button.tsx";

/** The editor's head: which flow, how it stands, and what to do with it as a whole. */
export function TopBar({ compact }: { compact: boolean }) {
  const canEdit = useEditor((state) => state.canEdit);
  const chatOpen = useEditor((state) => state.bottomPanel === "chat");
  const hasChat = useEditor((state) =>
    state.document.nodes.some(({ type }) => type === "chat-trigger"),
  );
  const { setBottomPanel } = useEditorActions();
  const router = useRouter();
  // Not before somebody is about to leave: the list's scripts would slow the editor's start.
  const prepare = () => router.prefetch("/flows");
  const trouble = useSaveTrouble();
  return (
    <header className="shrink-0 border-line border-b bg-surface">
      <div className="flex h-12 items-center gap-1 px-2">
        <Link
          href="/flows"
          prefetch={false}
          onMouseEnter={prepare}
          onFocus={prepare}
          aria-label="Back to the flows"
          className="flex size-8 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-text"
        >
          <ArrowLeft className="size-4" />
        </Link>
        <FlowName />
        <LiveBadge />
        {!(compact && trouble) && (
          <div className={cx("min-w-0", compact ? "ml-1" : "ml-2")}>
            <SaveStatus brief={compact} />
          </div>
        )}
        <div className="flex-1" />
        {canEdit && !compact && <EditButtons />}
        {!compact && <ProblemsButton />}
        {hasChat && (
          <IconButton
            label={chatOpen ? "Close the chat preview" : "Open the chat preview"}
            pressed={chatOpen}
            icon={<MessageSquare className="size-4" />}
            onClick={() => setBottomPanel(chatOpen ? "none" : "chat")}
          />
        )}
        {!compact && (
          <IconButton
            label="Flow settings"
            icon={<Settings2 className="size-4" />}
            onClick={() => showEditorUi({ dialog: "settings" })}
          />
        )}
        <TestButton />
        <PublishMenu />
      </div>
      {compact && trouble && (
        <div className="flex min-h-11 items-center border-line border-t px-3 py-1.5">
          <SaveStatus />
        </div>
      )}
    </header>
  );
}

function EditButtons() {
  const canUndo = useEditor((state) => state.canUndo);
  const canRedo = useEditor((state) => state.canRedo);
  const { undo, redo, tidyUp, centre } = useEditorActions();
  return (
    <div role="toolbar" aria-label="Edit" className="flex items-center">
      <IconButton
        label="Undo"
        shortcut="Ctrl Z"
        disabled={!canUndo}
        icon={<Undo2 className="size-4" />}
        onClick={undo}
      />
      <IconButton
        label="Redo"
        shortcut="Ctrl Y"
        disabled={!canRedo}
        icon={<Redo2 className="size-4" />}
        onClick={redo}
      />
      <IconButton
        label="Tidy up"
        shortcut="Shift T"
        icon={<Workflow className="size-4" />}
        onClick={() => void tidyUp().then(() => centre())}
      />
    </div>
  );
}
