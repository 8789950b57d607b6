"use client";
import { Play, RotateCcw, Square } from "lucide-react";
import { RunStateBadge } from "#components/runs/run-state-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useEditor } from "../store/editor-context.tsx";

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
  return (
    <header className="flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-3 py-1">
      <p className="flex flex-wrap items-center gap-2 text-muted text-sm">
        {run === undefined ? (
          "Not run yet"
        ) : (
          <>
            {/* Not the count: it changes with every frame while a loop runs. */}
            <span aria-live="polite">
              <RunStateBadge state={run.state} />
            </span>
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
      </div>
    </header>
  );
}
