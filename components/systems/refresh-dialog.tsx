"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Change, SystemSummary } from "#lib/systems/contract.ts";
import { ChangeList } from "./change-list.tsx";
import { emptyGraphql, type GraphqlDraft, GraphqlSource, givenGraphql } from "./graphql-source.tsx";
import { emptySource, givenSource, SourceInput } from "./source-input.tsx";
import type { ReadingConnection, SystemActions } from "./system-actions.ts";

type Props = {
  system: SystemSummary;
  connections: readonly ReadingConnection[];
  refresh: SystemActions["refresh"];
  onClose: () => void;
};

/** Reads a description again and shows what changed. Steps keep what they have until they are changed. */
export function RefreshDialog({ system, connections, refresh, onClose }: Props) {
  const router = useRouter();
  const fetched = system.sourceUrl !== null;
  const [draft, setDraft] = useState(() =>
    fetched
      ? { ...emptySource, url: system.sourceUrl ?? "" }
      : { ...emptySource, way: "text" as const },
  );
  const [graphql, setGraphql] = useState<GraphqlDraft>(() => ({
    ...{ ...emptyGraphql, url: system.baseUrl },
    ...(!fetched && { way: "text" as const }),
  }));
  const isGraphql = system.kind === "graphql";
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const [changes, setChanges] = useState<Change[]>();

  async function read() {
    setError(undefined);
    setPending(true);
    const source = await (isGraphql ? givenGraphql(graphql) : givenSource(draft));
    if (source === undefined) {
      setPending(false);
      return setError("There is no description yet.");
    }
    const result = await tryAction(() => refresh({ systemId: system.id, source }));
    setPending(false);
    if (!result.ok) return setError([result.error.message, result.error.next].join(" "));
    setChanges(result.value.changes);
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={changes === undefined ? "Read the description again" : "What changed"}
      {...(changes === undefined && {
        description: "Steps keep the operation as they have it until somebody takes the new one.",
      })}
      footer={
        changes === undefined ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" pending={pending} onClick={read}>
              Read again
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {changes === undefined ? (
        <div className="flex flex-col gap-4">
          {isGraphql ? (
            <GraphqlSource
              draft={graphql}
              connections={connections}
              error={error}
              onChange={setGraphql}
            />
          ) : (
            <SourceInput draft={draft} error={error} onChange={setDraft} />
          )}
        </div>
      ) : changes.length === 0 ? (
        <Callout tone="ok">Nothing has changed.</Callout>
      ) : (
        <ChangeList changes={changes} />
      )}
    </Dialog>
  );
}
