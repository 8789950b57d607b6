"use client";
import { MessagesSquare, Play, RotateCcw, Square } from "lucide-react";
import Link from "next/link";
import { describeDuration } from "#components/runs/describe-duration.ts";
import { RunStateBadge } from "#components/runs/run-state-badge.tsx";
import { whyNotAgain } from "#components/runs/why-not-again.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { counted } from "#lib/words/counted.ts";
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
              {counted(steps, "step")}
              {run.finishedAt !== null && ` in ${describeDuration(run)}`}
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
        {mode === "run" && run && run.conversationId !== null && (
          <>
            <Tooltip label={whyNotAgain}>
              <Button
                size="sm"
                aria-disabled="true"
                className="cursor-not-allowed opacity-45"
                icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
              >
                Run again
              </Button>
            </Tooltip>
            <Link
              href={`/conversations/${run.conversationId}`}
              className={buttonClass("secondary", "sm")}
            >
              <MessagesSquare aria-hidden="true" className="size-3.5" />
              Open the conversation
            </Link>
          </>
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
