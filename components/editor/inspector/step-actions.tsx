"use client";
import { Send } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useTestRun } from "../run/use-test-run.ts";
import { useEditor } from "../store/editor-context.tsx";

type Props = { nodeId: string; actions: NonNullable<NodeDefinition["actions"]> };

/** What else the step can be asked to do, once; the run panel shows how it went. */
export function StepActions({ nodeId, actions }: Props) {
  const canEdit = useEditor((state) => state.canEdit);
  const test = useTestRun();
  if (!canEdit) return null;
  return actions.map(({ id, label, help }) => (
    <div key={id} className="flex flex-col items-start gap-1 border-line border-t pt-4">
      <Button
        size="sm"
        icon={<Send aria-hidden="true" className="size-3.5" />}
        pending={test.busy}
        aria-describedby={`action-${id}`}
        onClick={() => void test.act(nodeId, id)}
      >
        {label}
      </Button>
      <p id={`action-${id}`} className="text-muted text-xs">
        {help}
      </p>
    </div>
  ));
}
