"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, TriangleAlert } from "lucide-react";
import { useId } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

type Props = { node: FlowNode; accepts: NonNullable<NodeDefinition["connection"]> };

/** Chooses the credential a step uses, by name; what is in it is never shown here. */
export function ConnectionPicker({ node, accepts }: Props) {
  const id = useId();
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const { data, isPending, error } = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
  });
  const fitting = (data ?? []).filter((each) => accepts.kinds.includes(each.kind));
  const chosen = fitting.find((each) => each.id === node.connectionId);
  const missing = data !== undefined && node.connectionId !== null && chosen === undefined;

  return (
    <div data-field="connectionId" className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium text-sm">
          Connection
          {accepts.required && (
            <span aria-hidden="true" className="text-bad">
              {" *"}
            </span>
          )}
        </label>
        <a
          href="/connections"
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 rounded px-1 text-accent-text text-xs hover:underline"
        >
          <Plus aria-hidden="true" className="size-3" />
          New connection
          <span className="sr-only">(opens in a new tab)</span>
        </a>
      </div>
      {isPending ? (
        <Skeleton className="h-8 w-full" />
      ) : (
        <Select
          id={id}
          value={node.connectionId ?? ""}
          disabled={!canEdit}
          aria-describedby={`${id}-help`}
          aria-invalid={missing || undefined}
          onChange={(event) =>
            actions.updateNode(node.id, { connectionId: event.target.value || null })
          }
          options={[
            { value: "", label: accepts.required ? "Choose one" : "None: call without signing in" },
            ...fitting.map((each) => ({
              value: each.id,
              label: `${each.name} (${each.kindLabel})`,
            })),
            ...(missing && node.connectionId !== null
              ? [{ value: node.connectionId, label: "Deleted connection" }]
              : []),
          ]}
        />
      )}
      <div id={`${id}-help`} className="text-muted text-xs empty:hidden">
        {error && `${error.message} `}
        {data !== undefined && fitting.length === 0 && !missing && (
          <span className="flex items-center gap-1.5">
            <KeyRound aria-hidden="true" className="size-3.5 shrink-0" />
            There is none yet. An admin creates it under Connections.
          </span>
        )}
        {chosen && <ChosenState connection={chosen} />}
      </div>
      {missing && (
        <Callout tone="bad">
          The connection this step used was deleted. Choose another, or restore it.
        </Callout>
      )}
    </div>
  );
}

function ChosenState({ connection }: { connection: ConnectionSummary }) {
  if (connection.state === "failing") {
    return (
      <span className="flex items-start gap-1.5 text-warn">
        <TriangleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
        {connection.lastTest?.message ?? "Its last test failed."}
      </span>
    );
  }
  return (
    <Badge tone={connection.state === "ok" ? "ok" : "neutral"}>
      {connection.state === "ok" ? "Tested" : "Not tested yet"}
    </Badge>
  );
}
