"use client";
import { useId, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { CommitInput } from "./commit-input.tsx";
import { NodeFields } from "./setup-tab.tsx";

type Props = { node: FlowNode; definition: NodeDefinition };

/** How a step is called and how it behaves when things go wrong. */
export function SettingsTab({ node, definition }: Props) {
  const actions = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const isTrigger = definition.trigger !== undefined;
  const key = isTrigger ? "trigger" : `nodes.${node.key}`;
  return (
    <div className="flex flex-col gap-4">
      <FormField label="Name">
        <CommitInput
          value={node.name}
          maxLength={80}
          readOnly={!canEdit}
          onCommit={(name) => name.trim() !== "" && actions.renameNode(node.id, name.trim())}
        />
      </FormField>
      <div className="flex flex-col gap-1">
        <span className="font-medium text-sm">In templates</span>
        <div className="flex items-center rounded-lg border border-line bg-sunken pl-2.5">
          <code className="min-w-0 flex-1 truncate font-mono text-sm">{`{{ ${key} }}`}</code>
          <CopyButton text={`{{ ${key} }}`} />
        </div>
        <p className="text-muted text-xs">
          {isTrigger
            ? "What started the flow."
            : "Follows the name; texts that use it are changed along with it."}
        </p>
      </div>
      <NodeFields node={node} definition={definition} tab="settings" />
      {!isTrigger && (
        <>
          {/* A step with a time limit of its own, as the REST API, needs no second one. */}
          {!("timeoutSeconds" in definition.fields) && (
            <LimitInput
              label="Time limit"
              unit="seconds"
              help={`Empty: ${definition.timeoutMs / 1_000} seconds.`}
              value={node.timeoutMs === null ? "" : String(node.timeoutMs / 1_000)}
              readOnly={!canEdit}
              read={(seconds) => (seconds >= 0.1 && seconds <= 600 ? seconds * 1_000 : undefined)}
              range="From 0.1 to 600 seconds."
              onCommit={(timeoutMs) => actions.updateNode(node.id, { timeoutMs })}
            />
          )}
          <LimitInput
            label="Try again"
            unit="times"
            help={retryHelp(definition)}
            value={node.retries === null ? "" : String(node.retries)}
            readOnly={!canEdit}
            read={(times) => (Number.isInteger(times) && times <= 10 ? times : undefined)}
            range="A whole number from 0 to 10."
            onCommit={(retries) => actions.updateNode(node.id, { retries })}
          />
          <DisabledSwitch node={node} canEdit={canEdit} />
        </>
      )}
    </div>
  );
}

function retryHelp({ retry, effects }: NodeDefinition): string {
  const usual = `Empty: ${retry.max === 1 ? "once" : `${retry.max} times`}, when the other side is at fault.`;
  return effects === "once" || typeof effects === "function"
    ? `${usual} A request that may have taken effect is never repeated.`
    : usual;
}

type LimitProps = {
  label: string;
  unit: string;
  help: string;
  value: string;
  readOnly: boolean;
  /** The number to store; undefined when it is out of range. */
  read: (number: number) => number | undefined;
  /** What is allowed, in a sentence. */
  range: string;
  onCommit: (value: number | null) => void;
};

function LimitInput({ label, unit, help, value, readOnly, read, range, onCommit }: LimitProps) {
  const [error, setError] = useState<string>();
  return (
    <FormField label={`${label} (${unit})`} help={help} error={error}>
      <CommitInput
        value={value}
        inputMode="decimal"
        readOnly={readOnly}
        placeholder="As usual for this step"
        onCommit={(text) => {
          const empty = text.trim() === "";
          const number = empty ? null : read(Number(text));
          setError(number === undefined ? range : undefined);
          if (number !== undefined) onCommit(number);
        }}
      />
    </FormField>
  );
}

function DisabledSwitch({ node, canEdit }: { node: FlowNode; canEdit: boolean }) {
  const id = useId();
  const actions = useEditorActions();
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="font-medium text-sm">
          Switched off
        </label>
        <p id={`${id}-help`} className="text-muted text-xs">
          The flow passes through by the first outlet without doing anything here.
        </p>
      </div>
      <Switch
        id={id}
        aria-describedby={`${id}-help`}
        checked={node.disabled}
        disabled={!canEdit}
        onCheckedChange={(disabled) => actions.setDisabled([node.id], disabled)}
      />
    </div>
  );
}
