"use client";
import { ArrowLeft, PencilLine } from "lucide-react";
import Link from "next/link";
import { describeDuration } from "#components/runs/describe-duration.ts";
import { RunStateBadge } from "#components/runs/run-state-badge.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { useEditor } from "../store/editor-context.tsx";

/** The head while a past run is looked at: which, when, how it ended, and back. */
export function RunBar() {
  const flowName = useEditor((state) => state.flowName);
  const flowId = useEditor((state) => state.flowId);
  const run = useEditor((state) => state.overlay?.run);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-2">
      <Link
        href="/runs"
        aria-label="Back to the runs"
        className="flex size-8 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-text"
      >
        <ArrowLeft className="size-4" />
      </Link>
      <h1 className="min-w-0 truncate font-semibold text-base">{flowName}</h1>
      {run && <RunStateBadge state={run.state} />}
      {run && (
        <p className="min-w-0 truncate text-muted text-sm max-sm:hidden">
          {run.mode === "test" ? "Test run" : "Live run"}
          {run.versionNumber === null ? "" : ` of version ${run.versionNumber}`},{" "}
          <TimeAgo at={run.startedAt} />, {describeDuration(run)}
        </p>
      )}
      <div className="flex-1" />
      <Link href={`/flows/${flowId}`} className={buttonClass()}>
        <PencilLine className="size-4" />
        Open the flow
      </Link>
    </header>
  );
}
