"use client";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FlowNode } from "#lib/flow/document.ts";
import { actsOutside } from "#lib/nodes/acts-outside.ts";
import { portsOf } from "#lib/nodes/catalog.ts";
import type { Effects, NodeDefinition } from "#lib/nodes/contract.ts";
import { counted } from "#lib/words/counted.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { BackupSettings } from "./backup-settings.tsx";
import { DefaultOutput } from "./default-output.tsx";
import { LimitInput, readSeconds, secondsText } from "./limit-input.tsx";

type Props = { node: FlowNode; definition: NodeDefinition };

/** What happens when a step fails, or is cut off halfway. */
export function FailureSettings({ node, definition }: Props) {
  const actions = useEditorActions();
  const canEdit = useEditor((state) => state.canEdit);
  const { retry } = definition;
  const effects = effectsOf(definition, node);
  const tries = node.retries ?? retry.max;
  return (
    <>
      {(actsOutside(definition) || node.retries !== null) && (
        <LimitInput
          label="Try again"
          unit="times"
          help={retryHelp(definition, effects)}
          value={node.retries === null ? "" : String(node.retries)}
          readOnly={!canEdit}
          read={(times) =>
            Number.isInteger(times) && times >= 0 && times <= 10 ? times : undefined
          }
          range="A whole number from 0 to 10."
          onCommit={(retries) => actions.updateNode(node.id, { retries })}
        />
      )}
      {(tries > 0 || node.retryPauseMs !== null) && (
        <LimitInput
          label="First pause between tries"
          unit="seconds"
          help={`Each further pause is twice as long. Empty: ${retry.baseMs === 0 ? "no pause" : counted(retry.baseMs / 1_000, "second")}.`}
          value={secondsText(node.retryPauseMs)}
          readOnly={!canEdit}
          read={readSeconds(0.1, 3_600)}
          range="From 0.1 to 3,600 seconds."
          onCommit={(retryPauseMs) => actions.updateNode(node.id, { retryPauseMs })}
        />
      )}
      {(effects === "once" || node.whenCutOff !== "stop") && (
        <FormField
          label="When it is cut off halfway"
          help="As when the server loses power while the request is out: nobody knows then whether it took effect. The same holds before it is repeated at a backup."
        >
          <Select
            value={node.whenCutOff}
            disabled={!canEdit}
            onChange={(event) =>
              actions.updateNode(node.id, {
                whenCutOff: event.target.value === "retry" ? "retry" : "stop",
              })
            }
            options={[
              { value: "stop", label: "Stop, and let a person decide" },
              { value: "retry", label: "Run it again: it may happen twice" },
            ]}
          />
        </FormField>
      )}
      <BackupSettings
        node={node}
        definition={definition}
        mayRepeat={effects !== "once" || node.whenCutOff === "retry"}
      />
      {portsOf(definition, node.config).some(({ id }) => id === "done") && (
        <DefaultOutput node={node} />
      )}
    </>
  );
}

/** By the settings as they are now; what a template chooses is known only when it runs. */
function effectsOf({ effects }: NodeDefinition, { config }: FlowNode): Effects {
  return typeof effects === "function" ? effects(config) : effects;
}

function retryHelp({ retry }: NodeDefinition, effects: Effects): string {
  const usual = `Empty: ${retry.max === 1 ? "once" : `${retry.max} times`}, when the other side is at fault.`;
  return effects === "once"
    ? `${usual} A request that may have taken effect is never repeated.`
    : usual;
}
