"use client";
import { FlaskConical } from "lucide-react";
import { useMemo, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import type { StepView } from "#lib/runs/events.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { ErrorNote } from "./error-note.tsx";
import { RunHeader } from "./run-header.tsx";
import { StepDetails } from "./step-details.tsx";
import { StepList } from "./step-list.tsx";
import { stepToShow } from "./step-to-show.ts";
import { TestInput } from "./test-input.tsx";
import { chosenTrigger, triggersOf, useTestInput } from "./test-payload.ts";
import { useRepeatRun } from "./use-repeat-run.ts";
import { useTestRun } from "./use-test-run.ts";

const noSteps: readonly StepView[] = [];

/** The panel below the canvas: a run's steps as they happen, and each one's data. */
export function RunPanel() {
  const actions = useEditorActions();
  const flowId = useEditor((state) => state.flowId);
  const mode = useEditor((state) => state.mode);
  const document = useEditor((state) => state.document);
  const { nodes } = document;
  const repeat = useRepeatRun();
  const run = useEditor((state) => state.overlay?.run);
  const steps = useEditor((state) => state.overlay?.steps ?? noSteps);
  const inspectedNodeId = useEditor((state) => state.inspectedNodeId);
  const test = useTestRun();
  const chosenId = useTestInput((state) => state.chosen[flowId]);
  const [choice, setChoice] = useState<{ runId: string; activationId: string } | null>(null);
  /** The input instead of a step. */
  const [showInput, setShowInput] = useState(false);

  const triggers = useMemo(() => triggersOf(document), [document]);
  const names = useMemo(() => new Map(nodes.map((node) => [node.id, node.name])), [nodes]);
  const trigger = chosenTrigger(document, chosenId, inspectedNodeId);
  const inOrder = useMemo(() => steps.toSorted((a, b) => a.seq - b.seq), [steps]);
  const chosen =
    inOrder.find(
      (step) => choice?.runId === run?.id && step.activationId === choice?.activationId,
    ) ?? stepToShow(run, inOrder);
  const inputOpen = mode === "edit" && (showInput || run === undefined);

  async function start() {
    setShowInput(false);
    const outcome = await test.start({ evenChat: true });
    if (outcome === "bad-input") setShowInput(true);
  }

  function choose(step: StepView) {
    setShowInput(false);
    if (run) setChoice({ runId: run.id, activationId: step.activationId });
    actions.select({ nodeIds: [step.nodeId] });
  }

  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <RunHeader
        busy={test.busy}
        canRun={trigger !== undefined}
        onRun={() => void start()}
        onCancel={() => void test.cancel()}
        onRerun={repeat}
      />
      {run?.error && steps.every((step) => step.error === null) && (
        <div className="px-3 pt-2">
          <ErrorNote error={run.error} />
        </div>
      )}
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <div className="max-h-40 shrink-0 overflow-y-auto border-line border-b md:max-h-none md:w-72 md:border-r md:border-b-0">
          {mode === "edit" && trigger && (
            <div className="p-1 pb-0">
              <button
                type="button"
                aria-pressed={inputOpen}
                onClick={() => setShowInput(true)}
                className={cx(
                  "flex h-9 w-full items-center gap-2 rounded-md px-2 text-left focus-visible:outline-offset-[-2px]",
                  inputOpen ? "bg-accent-soft" : "hover:bg-hover",
                )}
              >
                <FlaskConical aria-hidden="true" className="size-4 text-muted" />
                Test input
              </button>
            </div>
          )}
          <StepList
            steps={inOrder}
            names={names}
            chosen={inputOpen ? null : (chosen?.activationId ?? null)}
            onChoose={choose}
          />
          {inOrder.length === 0 && !test.busy && mode === "edit" && (
            <p className="px-3 py-2 text-muted text-sm">
              {trigger === undefined
                ? "Add a trigger first: that is where a flow starts."
                : "Press Run. Each step appears here as it happens."}
            </p>
          )}
        </div>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {inputOpen && trigger ? (
            <div className="min-h-0 flex-1 overflow-y-auto">
              <TestInput flowId={flowId} triggers={triggers} trigger={trigger} />
            </div>
          ) : (
            chosen && (
              <StepDetails
                key={chosen.activationId}
                step={chosen}
                node={nodes.find((node) => node.id === chosen.nodeId)}
              />
            )
          )}
        </div>
      </div>
    </div>
  );
}
