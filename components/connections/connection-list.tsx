"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useAddress } from "#components/address/use-address.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { ConnectionActions } from "./connection-actions.ts";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { ConnectionRow } from "./connection-row.tsx";
import { DeleteConnectionDialog } from "./delete-connection-dialog.tsx";

type Props = {
  initial: ConnectionSummary[];
  canManage: boolean;
  actions: ConnectionActions;
  /** Where OAuth providers send people back to. */
  redirectAddress: string;
};
type Open =
  | { dialog: "edit"; connection: ConnectionSummary | null }
  | { dialog: "delete"; connection: ConnectionSummary }
  | null;

/** From this many on, the list gets a search field. */
const searchFrom = 8;
const everyConnection = { search: "" };
const anything = {};

export function ConnectionList({ initial, canManage, actions, redirectAddress }: Props) {
  const client = useQueryClient();
  const { data: connections = [], error } = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<ConnectionSummary[]>("/api/ui/connections", signal),
    initialData: initial,
  });
  const [open, setOpen] = useState<Open>(null);
  const [{ search }, change] = useAddress(everyConnection, anything);
  const [testing, setTesting] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["connections"] });
  const shown = connections.filter((connection) =>
    `${connection.name} ${connection.kindLabel}`
      .toLowerCase()
      .includes(search.trim().toLowerCase()),
  );

  async function test(connection: ConnectionSummary) {
    setTesting(connection.id);
    const result = await actions.test({ connectionId: connection.id });
    setTesting(null);
    if (!result.ok) return toastError(result.error);
    await refresh();
    const outcome = result.value.lastTest;
    toast({
      title: outcome?.ok ? `“${connection.name}” works.` : `“${connection.name}” does not work.`,
      detail: outcome?.message,
      tone: outcome?.ok ? "ok" : "bad",
    });
  }

  async function remove(connection: ConnectionSummary, endAccess: boolean) {
    if (endAccess) {
      const ended = await actions.disconnect({ connectionId: connection.id });
      if (!ended.ok) return toastError(ended.error);
      toast({ title: ended.value.message, tone: ended.value.revoked ? "ok" : "bad" });
    }
    const result = await actions.remove({ connectionId: connection.id });
    if (!result.ok) return toastError(result.error);
    await refresh();
    toast({
      title: `“${connection.name}” was deleted.`,
      action: {
        label: "Undo",
        onClick: () => {
          void actions.restore({ connectionId: connection.id }).then((restored) => {
            if (!restored.ok) toastError(restored.error);
            return refresh();
          });
        },
      },
    });
  }

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
      <PageHeader title="Connections" actions={connections.length > 0 && add}>
        Credentials that flows use by name. What is stored here is encrypted and never shown again.
      </PageHeader>
      {!canManage && (
        <div className="mb-3">
          <Callout>
            Your role lets you see which connections there are and use them in flows. An admin of
            the workspace creates and changes them.
          </Callout>
        </div>
      )}
      {error && (
        <Callout tone="bad" role="alert" title="The list could not be brought up to date.">
          {error.message}
        </Callout>
      )}
      {(connections.length >= searchFrom || search !== "") && (
        <TextInput
          type="search"
          aria-label="Search connections"
          placeholder="Search by name or kind"
          className="mb-3"
          value={search}
          maxLength={200}
          onChange={(event) => change({ search: event.target.value })}
        />
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
            title="Nothing matches"
            action={<Button onClick={() => change(everyConnection)}>Clear the search</Button>}
          />
        ) : (
          <ul className="divide-y divide-line">
            {shown.map((connection) => (
              <ConnectionRow
                key={connection.id}
                connection={connection}
                canManage={canManage}
                testing={testing === connection.id}
                connect={actions.connect}
                onTest={() => void test(connection)}
                onEdit={() => setOpen({ dialog: "edit", connection })}
                onDelete={() => setOpen({ dialog: "delete", connection })}
              />
            ))}
          </ul>
        )}
      </Card>
      {open?.dialog === "edit" && (
        <ConnectionDialog
          connection={open.connection}
          actions={actions}
          redirectAddress={redirectAddress}
          onClose={() => setOpen(null)}
          onDone={refresh}
        />
      )}
      {open?.dialog === "delete" && (
        <DeleteConnectionDialog
          connection={open.connection}
          onClose={() => setOpen(null)}
          onConfirm={(endAccess) => remove(open.connection, endAccess)}
        />
      )}
    </>
  );
}
