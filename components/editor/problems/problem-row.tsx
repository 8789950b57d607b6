"use client";
import { Button } from "#components/ui/button.tsx";
import type { Problem } from "#lib/flow/problem.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

/** One problem, with "Show" and, where one edit removes it, the fix. */
export function ProblemRow({ problem }: { problem: Problem }) {
  const { reveal, applyFix } = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const type = useEditor(
    (state) => state.document.nodes.find(({ id }) => id === problem.nodeId)?.type,
  );
  const { nodeId, field, fix, message } = problem;
  return (
    <li className="flex min-h-9 items-center gap-2.5 rounded-lg px-2 py-1 hover:bg-hover">
      {type ? <NodeIcon type={type} size="sm" /> : <span className="size-7 shrink-0" />}
      <span className="min-w-0 flex-1 text-sm">{message}</span>
      {fix && canEdit && (
        <Button size="sm" onClick={() => applyFix(problem)}>
          {fix.label}
        </Button>
      )}
      {nodeId !== null && (
        <Button size="sm" variant="ghost" onClick={() => reveal(nodeId, field ?? undefined)}>
          Show
        </Button>
      )}
    </li>
  );
}
