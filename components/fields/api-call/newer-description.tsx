"use client";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Operation } from "#lib/systems/contract.ts";
import { fetchOperation, useOperations } from "./use-systems.ts";

type Props = { systemId: string; operation: Operation; onTake: (newer: Operation) => void };

/** Tells when a system's description has changed since the operation was chosen. */
export function NewerDescription({ systemId, operation, onTake }: Props) {
  const { data } = useOperations(systemId, true);
  const listed = data?.find(({ key }) => key === operation.key);
  if (data === undefined || listed?.hash === operation.hash) {
    return listed?.gone ? <Gone /> : null;
  }
  if (listed === undefined || listed.gone) return <Gone />;
  const take = () => {
    fetchOperation(systemId, operation.key).then(onTake, (error: unknown) =>
      toastError({ message: error instanceof Error ? error.message : "It could not be read." }),
    );
  };
  return (
    <Callout tone="warn" title="The system describes this operation differently by now.">
      The step goes on with what it knows. What is filled in stays when you take the new
      description.
      <div className="mt-2">
        <Button size="sm" onClick={take}>
          Take the new description
        </Button>
      </div>
    </Callout>
  );
}

function Gone() {
  return (
    <Callout tone="warn">
      The system’s description no longer has this operation. The step calls it as long as the system
      answers.
    </Callout>
  );
}
