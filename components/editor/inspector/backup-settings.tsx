"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Callout } from "#components/ui/callout.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { NodeFields } from "./setup-tab.tsx";

type Props = {
  node: FlowNode;
  definition: NodeDefinition;
  /** Whether a request that may have taken effect is sent to the backup all the same. */
  mayRepeat: boolean;
};

/** What a step is tried with while its own connection or address does not answer. */
export function BackupSettings({ node, definition, mayRepeat }: Props) {
  const { connection, fields } = definition;
  const hasFields = Object.values(fields).some(({ tab }) => tab === "failure");
  if (connection === undefined && !hasFields) return null;
  return (
    <fieldset className="flex flex-col gap-4 rounded-lg border border-line p-3">
      <legend className="px-1 font-medium text-sm">Backup</legend>
      <p className="-mt-2 text-muted text-xs">
        Used when every try has failed, and at once while Patchbay leaves the other side alone
        because it failed too often. The step goes back by itself when the other side answers again.
        {!mayRepeat && " A request that may have taken effect is not repeated at the backup."}
      </p>
      {hasFields && <NodeFields node={node} definition={definition} tab="failure" />}
      {connection !== undefined && <BackupConnection node={node} accepts={connection} />}
    </fieldset>
  );
}

function BackupConnection({
  node,
  accepts,
}: {
  node: FlowNode;
  accepts: NonNullable<NodeDefinition["connection"]>;
}) {
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const { data } = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
  });
  const chosen = node.backupConnectionId;
  const fitting = (data ?? []).filter(
    ({ id, kind }) => accepts.kinds.includes(kind) && id !== node.connectionId,
  );
  const missing =
    data !== undefined && chosen !== null && !data.some((connection) => connection.id === chosen);
  return (
    <div data-field="backupConnectionId" className="flex flex-col gap-2">
      <FormField
        label="Backup connection"
        help="Also used when the other side refuses the step’s own."
      >
        <Select
          value={chosen ?? ""}
          disabled={!canEdit}
          aria-invalid={missing || undefined}
          onChange={(event) =>
            actions.updateNode(node.id, { backupConnectionId: event.target.value || null })
          }
          options={[
            { value: "", label: "The step’s own connection" },
            ...fitting.map(({ id, name, kindLabel }) => ({
              value: id,
              label: `${name} (${kindLabel})`,
            })),
            ...(chosen !== null && !fitting.some(({ id }) => id === chosen)
              ? [{ value: chosen, label: missing ? "Deleted connection" : "Another connection" }]
              : []),
          ]}
        />
      </FormField>
      {missing && (
        <Callout tone="bad">
          The backup connection was deleted. Choose another, or restore it.
        </Callout>
      )}
    </div>
  );
}
