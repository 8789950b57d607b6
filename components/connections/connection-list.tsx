"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useAddress } from "#components/address/use-address.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { CareChoices } from "./care-fields.tsx";
import type { ConnectionActions } from "./connection-actions.ts";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { ConnectionFilters } from "./connection-filters.tsx";
import { ConnectionRow } from "./connection-row.tsx";
import { DeleteConnectionDialog } from "./delete-connection-dialog.tsx";
import { connectionViews, everyConnection, filterConnections } from "./filter-connections.ts";
import { OpenCircuits } from "./open-circuits.tsx";
import { ProbingDialog } from "./probing-dialog.tsx";
import { SendSampleDialog } from "./send-sample-dialog.tsx";
import { useConnectionActs, waysToTest } from "./use-connection-acts.ts";

type Props = {
  initial: ConnectionSummary[];
  choices: CareChoices;
  canManage: boolean;
  /** May have a host called again that is left alone. */
  canOperate: boolean;
  actions: ConnectionActions;
  /** Where OAuth providers send people back to. */
  redirectAddress: string;
};
type Open =
  | { dialog: "edit"; connection: ConnectionSummary | null }
  | { dialog: "delete" | "probing" | "sample"; connection: ConnectionSummary }
  | null;

const addressChoices = { view: connectionViews };

/** The workspace's credentials: how each is, what it serves, and what can be done about it. */
export function ConnectionList(props: Props) {
  const { initial, choices, canManage, canOperate, actions, redirectAddress } = props;
  const client = useQueryClient();
  const { data: connections = [], error } = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
    initialData: initial,
    refetchInterval: 60_000,
  });
  // A step's form leads here with the kind and the hosts of the system that it calls.
  const asked = useSearchParams();
  const start = { kind: asked.get("new") ?? "", hosts: asked.get("hosts") ?? "" };
  const [open, setOpen] = useState<Open>(() =>
    canManage && start.kind !== "" ? { dialog: "edit", connection: null } : null,
  );
  const [filter, change] = useAddress(everyConnection, addressChoices);
  const refresh = () => client.invalidateQueries({ queryKey: ["connections"] });
  const acts = useConnectionActs(actions, refresh);
  const shown = filterConnections(connections, filter);
  const close = () => setOpen(null);

  const add = canManage && (
    <Button
      variant="primary"
      icon={<Plus className="size-4" />}
      onClick={() => setOpen({ dialog: "edit", connection: null })}
    >
      New connection
    </Button>
  );

  return (
    <>
      <PageHeader
        title="Connections"
        actions={
          <>
            {canManage && (
              <Link href="/connections/alerts" className={buttonClass()}>
                <Bell aria-hidden="true" className="size-4" />
                Alerts
              </Link>
            )}
            {connections.length > 0 && add}
          </>
        }
      >
        Credentials that flows use by name. What is stored here is encrypted and never shown again.
      </PageHeader>
      {!canManage && (
        <div className="mb-3">
          <Callout>
            Here you see which connections there are and how they are; who builds flows uses them by
            name. An admin of the workspace creates and changes them.
          </Callout>
        </div>
      )}
      {error && (
        <Callout tone="bad" role="alert" title="The list could not be brought up to date.">
          {error.message}
        </Callout>
      )}
      <OpenCircuits canOperate={canOperate} close={actions.closeCircuit} className="mb-3" />
      {connections.length > 0 && (
        <ConnectionFilters connections={connections} values={filter} onChange={change} />
      )}
      <Card className="overflow-hidden">
        {connections.length === 0 ? (
          <EmptyState
            icon={<KeyRound className="size-5" />}
            title="No connections yet"
            action={add}
          >
            A connection holds a token, a password or an API key, so that flows can call systems
            that ask who they are.
          </EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState
            title={
              filter.view === "trouble" && filter.search === "" ? "No trouble" : "Nothing matches"
            }
            action={<Button onClick={() => change(everyConnection)}>Show all</Button>}
          />
        ) : (
          <ul className="divide-y divide-line">
            {shown.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                choices={choices}
                canManage={canManage}
                testing={acts.testing === connection.id}
                connect={actions.connect}
                onTest={() => {
                  if (waysToTest(connection) === "sample")
                    setOpen({ dialog: "sample", connection });
                  else void acts.test(connection);
                }}
                onEdit={() => setOpen({ dialog: "edit", connection })}
                onProbing={() => setOpen({ dialog: "probing", connection })}
                onDuplicate={() => void acts.duplicate(connection)}
                onDelete={() => setOpen({ dialog: "delete", connection })}
              />
            ))}
          </ul>
        )}
      </Card>
      {open?.dialog === "edit" && (
        <ConnectionDialog
          connection={open.connection}
          start={start}
          choices={choices}
          actions={actions}
          redirectAddress={redirectAddress}
          onClose={close}
          onSaved={acts.saved}
        />
      )}
      {open?.dialog === "probing" && (
        <ProbingDialog
          connection={open.connection}
          actions={actions}
          onClose={close}
          onDone={refresh}
        />
      )}
      {open?.dialog === "delete" && (
        <DeleteConnectionDialog
          connection={open.connection}
          onClose={close}
          onConfirm={(endAccess) => acts.remove(open.connection, endAccess)}
        />
      )}
      {open?.dialog === "sample" && (
        <SendSampleDialog
          connection={open.connection}
          onClose={close}
          onConfirm={() => acts.test(open.connection, { sendSample: true })}
        />
      )}
    </>
  );
}
