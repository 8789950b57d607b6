"use client";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { actsOutside } from "#lib/nodes/acts-outside.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { CommitInput } from "./commit-input.tsx";
import { FailureSettings } from "./failure-settings.tsx";
import { LimitInput, readSeconds, secondsText } from "./limit-input.tsx";
import { NodeFields } from "./setup-tab.tsx";
import { SlowSetting } from "./slow-setting.tsx";
import { SwitchRow } from "./switch-row.tsx";
import { TemplateOrigin } from "./template-origin.tsx";

type Props = { node: FlowNode; definition: NodeDefinition };

/** How a step is called and how it behaves when things go wrong. */
export function SettingsTab({ node, definition }: Props) {
  const actions = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const isTrigger = definition.trigger !== undefined;
  const outside = actsOutside(definition);
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
          {/* A step with a time limit of its own, as the REST API, needs no second one; what was set once can
              always be taken back. */}
          {!("timeoutSeconds" in definition.fields) && (outside || node.timeoutMs !== null) && (
            <LimitInput
              label="Time limit"
              unit="seconds"
              help={`Empty: ${counted(definition.timeoutMs / 1_000, "second")}.`}
              value={secondsText(node.timeoutMs)}
              readOnly={!canEdit}
              read={readSeconds(0.1, 600)}
              range="From 0.1 to 600 seconds."
              onCommit={(timeoutMs) => actions.updateNode(node.id, { timeoutMs })}
            />
          )}
          <SlowSetting node={node} definition={definition} />
          <FailureSettings node={node} definition={definition} />
          <SwitchRow
            label="Switched off"
            help="The flow passes through by the first outlet without doing anything here."
            checked={node.disabled}
            disabled={!canEdit}
            onChange={(disabled) => actions.setDisabled([node.id], disabled)}
          />
        </>
      )}
      {node.origin !== undefined && <TemplateOrigin origin={node.origin} />}
    </div>
  );
}
