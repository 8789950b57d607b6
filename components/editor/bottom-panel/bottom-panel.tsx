"use client";
import { X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BottomPanel as Name } from "../store/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { ResizeHandle } from "./resize-handle.tsx";

const RunPanel = lazy(async () => ({ default: (await import("../run/run-panel.tsx")).RunPanel }));
const ChatPreview = lazy(async () => ({
  default: (await import("../chat/chat-preview.tsx")).ChatPreview,
}));

const ProblemsPanel = lazy(async () => ({
  default: (await import("../problems/problems-panel.tsx")).ProblemsPanel,
}));

const titles: Record<Exclude<Name, "none">, string> = {
  run: "Run",
  chat: "Chat preview",
  problems: "Problems",
};

/** The panel below the canvas: the run, a conversation with the draft, or the problems. */
export function BottomPanel({ compact }: { compact: boolean }) {
  const panel = useEditor((state) => state.bottomPanel);
  const mode = useEditor((state) => state.mode);
  const { setBottomPanel } = useEditorActions();
  const [height, setHeight] = useState(300);
  if (panel === "none") return null;
  const names = (["run", "chat", "problems"] as const).filter(
    (name) => mode === "edit" || name === "run",
  );
  return (
    <section
      aria-label={titles[panel]}
      className="relative flex max-h-[70%] shrink-0 flex-col border-line border-t bg-surface"
      style={{ height: compact ? "60%" : height }}
    >
      {!compact && <ResizeHandle height={height} onResize={setHeight} />}
      <header className="flex h-9 shrink-0 items-center gap-1 border-line border-b px-2">
        {names.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={panel === name}
            className={cx(
              "h-7 rounded-md px-2.5 font-medium text-sm",
              panel === name ? "bg-hover text-text" : "text-muted hover:text-text",
            )}
            onClick={() => setBottomPanel(name)}
          >
            {titles[name]}
          </button>
        ))}
        <span className="flex-1" />
        <IconButton
          size="sm"
          side="top"
          label="Close the panel"
          icon={<X className="size-4" />}
          onClick={() => setBottomPanel("none")}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Suspense fallback={<Skeleton className="m-3 h-24" />}>
          {panel === "run" && <RunPanel />}
          {panel === "chat" && <ChatPreview />}
          {panel === "problems" && <ProblemsPanel />}
        </Suspense>
      </div>
    </section>
  );
}
