"use client";
import { Pin, PinOff, Play } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { portsOf, sampleOf } from "#lib/nodes/catalog.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import type { StepView } from "#lib/runs/events.ts";
import { counted } from "#lib/words/counted.ts";
import { BackupNote } from "../run/backup-note.tsx";
import { ErrorNote } from "../run/error-note.tsx";
import { JsonTree } from "../run/json-tree.tsx";
import { StepInput } from "../run/step-input.tsx";
import { StepState } from "../run/step-state.tsx";
import { useSaveAnswer } from "../run/use-save-answer.ts";
import { useTestRun } from "../run/use-test-run.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

const PinDialog = dynamic(() => import("./pin-dialog.tsx").then((module) => module.PinDialog));

type Props = { node: FlowNode; definition: NodeDefinition };

/** What went in and came out of a step when it last ran, and the output pinned in its place. */
export function DataTab({ node, definition }: Props) {
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const test = useTestRun();
  const [pinning, setPinning] = useState(false);
  const step = useLastStep(node.id);
  const sample = sampleOf(definition, node.config);
  const root = definition.trigger === undefined ? `nodes.${node.key}` : "trigger";
  const output: Json = step && step.state !== "started" ? step.output : sample;
  const ports = portsOf(definition, node.config);

  return (
    <div className="flex flex-col gap-4">
      {canEdit && (
        <div className="flex flex-wrap gap-2">
          {definition.trigger === undefined && (
            <Button
              size="sm"
              icon={<Play aria-hidden="true" className="size-3.5" />}
              pending={test.busy}
              onClick={() => test.testStep(node.id)}
            >
              Test this step
            </Button>
          )}
          <Button
            size="sm"
            icon={<Pin aria-hidden="true" className="size-3.5" />}
            onClick={() => setPinning(true)}
          >
            {node.pinned === null ? "Pin an output" : "Edit pinned output"}
          </Button>
        </div>
      )}

      {node.pinned !== null && (
        <Callout
          tone="info"
          title="This output is pinned"
          action={
            canEdit && (
              <Button
                size="sm"
                icon={<PinOff aria-hidden="true" className="size-3.5" />}
                onClick={() => actions.pinOutput(node.id, null)}
              >
                Unpin
              </Button>
            )
          }
        >
          Test runs use it instead of running the step. Live runs never do.
          <DataBox label="Pinned output" value={node.pinned.output} root={root} />
        </Callout>
      )}

      {step === undefined ? (
        <>
          <p className="text-muted">
            This step has not run in a test yet. This is what its output looks like:
          </p>
          <DataBox label="Sample output" value={sample} root={root} />
        </>
      ) : (
        <LastRun
          step={step}
          node={node}
          root={root}
          showOutput={!(node.pinned && step.state === "pinned")}
        />
      )}

      {pinning && (
        <PinDialog
          node={node}
          ports={ports}
          start={node.pinned?.output ?? output}
          startPort={node.pinned?.port ?? step?.port ?? ports[0]?.id ?? "done"}
          onClose={() => setPinning(false)}
        />
      )}
    </div>
  );
}

type LastRunProps = { step: StepView; node: FlowNode; root: string; showOutput: boolean };

function LastRun({ step, node, root, showOutput }: LastRunProps) {
  const done = step.state !== "started" && step.state !== "waiting";
  const onSave = useSaveAnswer(node);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
        <StepState step={step} word />
        {done && step.state !== "pinned" && <span>in {formatDuration(step.durationMs)}</span>}
        {step.attempts > 1 && <span>{counted(step.attempts, "attempt")}</span>}
        <TimeAgo at={step.startedAt} />
      </p>
      {step.backup && <BackupNote backup={step.backup} answered={step.state === "succeeded"} />}
      {step.error && <ErrorNote error={step.error} again={step.state === "waiting"} />}
      {showOutput && step.error === null && done && (
        <DataBox
          label="Output"
          value={step.output}
          root={root}
          id={step.activationId}
          onSave={onSave}
        />
      )}
      {step.vars !== null && Object.keys(step.vars).length > 0 && (
        <DataBox label="Variables set" value={step.vars} root="vars" id={step.activationId} />
      )}
      <DataFrame label="Input">
        <StepInput key={step.activationId} step={step} node={node} label="Input" />
      </DataFrame>
    </>
  );
}

type BoxProps = {
  label: string;
  value: Json;
  root: string;
  id?: string;
  onSave?: ((path: string) => void) | undefined;
};

/** A named value in a frame. */
export function DataBox({ label, value, root, id = "", onSave }: BoxProps) {
  return (
    <DataFrame label={label}>
      <JsonTree key={id} label={label} value={value} root={root} onSave={onSave} />
    </DataFrame>
  );
}

function DataFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 font-medium text-sm">{label}</h3>
      <div className="max-h-96 overflow-auto rounded-lg border border-line bg-sunken p-2">
        {children}
      </div>
    </section>
  );
}

/** The step as the run being watched has it, else as the newest test left it. */
function useLastStep(nodeId: string): StepView | undefined {
  const watched = useEditor((state) =>
    state.overlay?.steps.findLast((step) => step.nodeId === nodeId),
  );
  const latest = useEditor((state) => state.latestSteps[nodeId]);
  return watched ?? latest;
}
