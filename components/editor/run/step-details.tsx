"use client";
import { Crosshair, FastForward, type LucideIcon, Pin, Play } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import { toast } from "#components/ui/toast.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { BackupNote } from "./backup-note.tsx";
import { ErrorNote } from "./error-note.tsx";
import { JsonTree } from "./json-tree.tsx";
import { StepInput } from "./step-input.tsx";
import { StepState } from "./step-state.tsx";
import { useSaveAnswer } from "./use-save-answer.ts";
import { useTestRun } from "./use-test-run.ts";

type Props = { step: StepView; node: FlowNode | undefined };
type View = "output" | "input" | "vars";

/** One step of a run: what went in, what came out, and what to do with it. */
export function StepDetails({ step, node }: Props) {
  const [view, setView] = useState<View>(step.error ? "input" : "output");
  const done = step.state !== "started" && step.state !== "waiting";
  const hasVars = step.vars !== null && Object.keys(step.vars).length > 0;
  const shown = view === "vars" && !hasVars ? "output" : view;
  const value: { [each in View]: Json } = {
    output: step.output,
    input: step.input,
    vars: step.vars,
  };
  const key = node?.key ?? step.nodeId;
  const onSave = useSaveAnswer(node);
  const isTrigger = definitionOf(step.nodeType)?.trigger !== undefined;
  const root = {
    output: isTrigger ? "trigger" : `nodes.${key}`,
    input: "input",
    vars: "vars",
  }[shown];

  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-line border-b py-1 pr-1 pl-3">
        <h2 className="min-w-0 truncate font-semibold">{node?.name ?? step.nodeType}</h2>
        <StepState step={step} word />
        {done && step.state !== "pinned" && (
          <span className="text-muted text-xs tabular-nums">{formatDuration(step.durationMs)}</span>
        )}
        {step.attempts > 1 && <Badge tone="warn">{counted(step.attempts, "attempt")}</Badge>}
        {step.port && node && (
          <span className="@max-md:hidden">
            <PortBadge port={step.port} node={node} />
          </span>
        )}
        <div className="ml-auto flex flex-wrap">
          {node && <StepActions step={step} node={node} isTrigger={isTrigger} />}
        </div>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-3">
        {step.backup && <BackupNote backup={step.backup} answered={step.state === "succeeded"} />}
        {step.error && <ErrorNote error={step.error} again={step.state === "waiting"} />}
        <Segmented
          label="What to show"
          className="self-start"
          value={shown}
          onChange={(next) => setView(next as View /* one of the options below */)}
          options={[
            { value: "output", label: "Output" },
            { value: "input", label: "Input" },
            ...(hasVars ? [{ value: "vars", label: "Variables" }] : []),
          ]}
        />
        {shown === "output" && !done ? (
          <p className="text-muted">
            {step.state === "waiting" ? whatItWaitsFor(step) : "Still running."}
          </p>
        ) : shown === "input" ? (
          <StepInput
            key={`${step.activationId}/${step.state}`}
            step={step}
            node={node}
            label="input"
          />
        ) : (
          <JsonTree
            key={`${step.activationId}/${shown}/${step.state}`}
            label={shown}
            value={value[shown]}
            root={root}
            onSave={shown === "output" ? onSave : undefined}
          />
        )}
      </div>
    </div>
  );
}

function PortBadge({ port, node }: { port: string; node: FlowNode }) {
  const definition = definitionOf(node.type);
  const found =
    definition && portsOf(definition, node.config, node).find((each) => each.id === port);
  return (
    <Badge tone={found?.kind === "failed" ? "bad" : "neutral"}>→ {found?.label ?? port}</Badge>
  );
}

function StepActions({
  step,
  node,
  isTrigger,
}: {
  step: StepView;
  node: FlowNode;
  isTrigger: boolean;
}) {
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const test = useTestRun();
  const pinnable = step.state === "succeeded";
  return (
    <>
      <StepAction label="Show" icon={Crosshair} onClick={() => actions.reveal(node.id)} />
      {canEdit && !isTrigger && (
        <>
          <StepAction
            label="Test this step"
            icon={Play}
            disabled={test.busy}
            onClick={() => void test.testStep(node.id)}
          />
          <StepAction
            label="Run from here"
            icon={FastForward}
            disabled={test.busy}
            onClick={() => void test.runFrom(node.id)}
          />
        </>
      )}
      {canEdit && pinnable && (
        <StepAction
          label="Pin output"
          icon={Pin}
          onClick={() => {
            actions.pinOutput(node.id, { port: step.port ?? "done", output: step.output });
            toast({
              title: `The output of “${node.name}” is pinned for tests.`,
              tone: "ok",
              action: { label: "Undo", onClick: () => actions.undo() },
            });
          }}
        />
      )}
    </>
  );
}

type ActionProps = {
  label: string;
  icon: LucideIcon;
  disabled?: boolean;
  onClick: () => void;
};

/** A button that is only its sign where there is no room for its words. */
function StepAction({ label, icon: Icon, disabled = false, onClick }: ActionProps) {
  return (
    <Tooltip label={label} side="top">
      <Button
        size="sm"
        variant="ghost"
        disabled={disabled}
        icon={<Icon aria-hidden="true" className="size-3.5" />}
        onClick={onClick}
      >
        <span className="@max-2xl:sr-only">{label}</span>
      </Button>
    </Tooltip>
  );
}

function whatItWaitsFor({ error, nodeType }: StepView): string {
  if (error !== null) return "Goes on by itself.";
  return definitionOf(nodeType)?.category === "conversation"
    ? "Waits for the visitor's reply."
    : "Waits for something from outside, or for its time.";
}
