"use client";
import { TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { FieldList } from "#components/fields/field-list.tsx";
import { Callout } from "#components/ui/callout.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { wantedConnection } from "#lib/flow/wanted-connection.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { CurlButtons } from "../curl/curl-buttons.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { ConnectionPicker } from "./connection-picker.tsx";
import { StepActions } from "./step-actions.tsx";

type Props = { node: FlowNode; definition: NodeDefinition };

/** What a step needs to work: its connection and its main settings. */
export function SetupTab({ node, definition }: Props) {
  const problems = useEditor((state) => state.problems);
  const general = problems.filter(
    (problem) => problem.nodeId === node.id && problem.field === null && problem.edgeId === null,
  );
  const errors = general.filter((problem) => problem.severity === "error");
  const warnings = general.filter((problem) => problem.severity === "warning");
  const accepts = wantedConnection(definition, node.config);
  // A trigger's address comes first; its secret belongs to the settings that ask for it.
  const isTrigger = definition.trigger !== undefined;
  const hasFields = Object.values(definition.fields).some(({ tab = "setup" }) => tab === "setup");
  return (
    <div className="flex flex-col gap-4">
      {errors.map((problem) => (
        <Callout key={problem.message} tone="bad">
          {problem.message}
        </Callout>
      ))}
      {node.type === "rest-api" && <CurlButtons node={node} />}
      {accepts && !isTrigger && <ConnectionPicker node={node} accepts={accepts} />}
      <NodeFields node={node} definition={definition} tab="setup" />
      {definition.actions && <StepActions nodeId={node.id} actions={definition.actions} />}
      {accepts && isTrigger && <ConnectionPicker node={node} accepts={accepts} />}
      {warnings.map((problem) => (
        <p key={problem.message} className="flex items-start gap-2 text-sm text-warn">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {problem.message}
        </p>
      ))}
      {!hasFields && accepts === undefined && (
        <p className="text-muted">This step needs no setup. {definition.summary}</p>
      )}
    </div>
  );
}

/** A node's own fields of one tab, edited in place. */
export function NodeFields({
  node,
  definition,
  tab,
}: Props & { tab: "setup" | "settings" | "failure" }) {
  const actions = useEditorActions();
  // Coming back to a field starts a new undo step.
  const visit = useRef<{ count: number; field: string | undefined }>({ count: 0, field: "" });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only counts how often a field is entered
    <div
      className="flex flex-col gap-4"
      onFocus={(event) => {
        const holder = event.target.closest<HTMLElement>("[data-field]");
        const field = holder?.dataset.field;
        if (field !== visit.current.field)
          visit.current = { count: visit.current.count + 1, field };
      }}
    >
      <FieldList
        fields={definition.fields}
        tab={tab}
        values={node.config}
        defaults={definition.defaults}
        onChange={(key, value, typedInto) =>
          actions.setConfig(
            node.id,
            key,
            value,
            typedInto === undefined
              ? undefined
              : { coalesce: `${node.id}.${typedInto}#${visit.current.count}` },
          )
        }
      />
    </div>
  );
}
