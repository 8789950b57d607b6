"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, TriangleAlert } from "lucide-react";
import { useId } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { NewTabLink } from "#components/ui/new-tab-link.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { limitAgainst } from "#lib/connections/limits.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { useEditor, useEditorActions, useEditorServer } from "../store/editor-context.tsx";

type Props = { node: FlowNode; accepts: NonNullable<NodeDefinition["connection"]> };

/** Chooses the credential a step uses, by name; what is in it is never shown here. */
export function ConnectionPicker({ node, accepts }: Props) {
  const id = useId();
  const canEdit = useEditor((state) => state.canEdit);
  const flowId = useEditor((state) => state.flowId);
  const actions = useEditorActions();
  const mayManage = useEditorServer().createConnection !== undefined;
  const onlyKind = accepts.kinds.length === 1 ? accepts.kinds[0] : undefined;
  const { data, isPending, error } = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
    // One that is made in another tab is there when they come back.
    staleTime: 0,
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
        {mayManage && (
          <NewTabLink
            href={`/connections?new=${onlyKind ?? "choose"}`}
            icon={<Plus aria-hidden="true" className="size-3" />}
          >
            New connection
          </NewTabLink>
        )}
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
            ...fitting.map((each) => {
              const why = whyNot(each, flowId, node);
              return {
                value: each.id,
                label: `${each.name} (${why ?? each.kindLabel})`,
                disabled: why !== undefined && each.id !== node.connectionId,
              };
            }),
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
            {mayManage
              ? "There is none yet: “New connection” makes one."
              : "There is none yet. An admin creates it under Connections."}
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

/** Why a step cannot be given this connection, in a few words; undefined when it can. */
function whyNot(
  { limits, mayUse }: ConnectionSummary,
  flowId: string,
  { type }: FlowNode,
): string | undefined {
  const against = limitAgainst(limits, { flowId, nodeType: type });
  if (against === "flows") return "not for this flow";
  if (against === "nodes") return "not for this kind of step";
  return mayUse ? undefined : "not shared with you";
}

function ChosenState({ connection }: { connection: ConnectionSummary }) {
  const { state, attention, lastTest } = connection;
  if (state === "failing" || state === "attention" || state === "expired") {
    return (
      <span className="flex items-start gap-1.5 text-warn">
        <TriangleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
        {attention?.message ??
          (state === "expired" ? "It has ended. An admin has to renew it." : lastTest?.message)}
      </span>
    );
  }
  return (
    <Badge tone={state === "ok" ? "ok" : state === "expiring" ? "warn" : "neutral"}>
      {state === "ok" ? "Tested" : state === "expiring" ? "Ends soon" : "Not tested yet"}
    </Badge>
  );
}
