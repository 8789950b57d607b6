"use client";
import { Play, RotateCcw, Square, X } from "lucide-react";
import { RunStateBadge } from "#components/runs/run-state-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

type Props = {
  busy: boolean;
  canRun: boolean;
  onRun: () => void;
  onCancel: () => void;
  /** Set in run mode, for those who may. */
  onRerun: (() => void) | undefined;
};

/** A run's state and totals, and the buttons that start and stop one. */
export function RunHeader({ busy, canRun, onRun, onCancel, onRerun }: Props) {
  const run = useEditor((state) => state.overlay?.run);
  const mode = useEditor((state) => state.mode);
  const steps = useEditor((state) => state.overlay?.steps.length ?? 0);
  const actions = useEditorActions();
  return (
    <header className="flex min-h-11 flex-wrap items-center gap-2 border-line border-b px-3 py-1.5">
      <h2 className="font-semibold">{mode === "run" ? "Run" : "Test run"}</h2>
      <p aria-live="polite" className="flex flex-wrap items-center gap-2 text-muted text-sm">
        {run && (
          <>
            <RunStateBadge state={run.state} />
            <span className="tabular-nums">
              {steps === 1 ? "1 step" : `${steps} steps`}
              {run.finishedAt !== null && ` in ${formatDuration(run.durationMs)}`}
            </span>
            <TimeAgo at={run.startedAt} />
          </>
        )}
      </p>
      <div className="ml-auto flex items-center gap-2">
        {mode === "edit" && busy && run?.state === "running" && (
          <Button
            size="sm"
            icon={<Square aria-hidden="true" className="size-3.5" />}
            onClick={onCancel}
          >
            Stop
          </Button>
        )}
        {mode === "edit" && (
          <Button
            size="sm"
            variant="primary"
            pending={busy}
            disabled={!canRun}
            icon={<Play aria-hidden="true" className="size-3.5" />}
            onClick={onRun}
          >
            {busy ? "Running" : "Run"}
          </Button>
        )}
        {onRerun && (
          <Button
            size="sm"
            icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
            onClick={onRerun}
          >
            Run again
          </Button>
        )}
        <IconButton
          label="Close the panel"
          size="sm"
          icon={<X className="size-4" />}
          onClick={() => actions.setBottomPanel("none")}
        />
      </div>
    </header>
  );
}
