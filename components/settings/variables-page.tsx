"use client";
import { Braces, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { VariableView } from "#lib/workspace/variables/contract.ts";
import type { VariableActions } from "./variable-actions.ts";
import { VariableDialog } from "./variable-dialog.tsx";
import { VariableRow } from "./variable-row.tsx";

type Props = {
  /** The way to the other settings. */
  tabs: ReactNode;
  variables: VariableView[];
  canManage: boolean;
  actions: VariableActions;
};

type Open = { dialog: "new" } | { dialog: "change" | "delete"; variable: VariableView };

/** Values that every flow can use by name. */
export function VariablesPage({ tabs, variables, canManage, actions }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);

  function done(title: string) {
    close();
    toast({ title, tone: "ok" });
    router.refresh();
  }

  async function remove({ id, name }: VariableView) {
    const result = await tryAction(() => actions.remove({ id }));
    router.refresh();
    if (result.ok) toast({ title: `“${name}” is deleted.`, tone: "ok" });
    else toastError(result.error);
  }

  const add = canManage && (
    <Button
      variant="primary"
      icon={<Plus aria-hidden="true" className="size-4" />}
      onClick={() => setOpen({ dialog: "new" })}
    >
      New variable
    </Button>
  );

  return (
    <>
      <PageHeader title="Variables" actions={variables.length > 0 && add}>
        Values that every flow can use by name, such as an address that may change.
      </PageHeader>
      {tabs}
      {!canManage && (
        <div className="mb-3">
          <Callout>You can use them in flows. An admin adds and changes them.</Callout>
        </div>
      )}
      {variables.length === 0 ? (
        <EmptyState
          icon={<Braces className="size-6" />}
          title="No variables yet"
          action={add || undefined}
        >
          Keep here what several flows need: a support address, a price, a key. Change it once, and
          every flow uses the new value from its next run on.
        </EmptyState>
      ) : (
        <Card className="overflow-hidden">
          <ul aria-label="Variables" className="divide-y divide-line">
            {variables.map((variable) => (
              <VariableRow
                key={variable.id}
                variable={variable}
                canManage={canManage}
                onChange={() => setOpen({ dialog: "change", variable })}
                onDelete={() => setOpen({ dialog: "delete", variable })}
              />
            ))}
          </ul>
        </Card>
      )}
      {open?.dialog === "new" && <VariableDialog actions={actions} onClose={close} onDone={done} />}
      {open?.dialog === "change" && (
        <VariableDialog variable={open.variable} actions={actions} onClose={close} onDone={done} />
      )}
      {open?.dialog === "delete" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={close}
          title={`Delete “${open.variable.name}”?`}
          confirmLabel="Delete variable"
          {...(open.variable.usedBy.length > 0 && { typeToConfirm: open.variable.name })}
          onConfirm={() => remove(open.variable)}
        >
          {open.variable.usedBy.length === 0 ? (
            <p>No flow uses it.</p>
          ) : (
            <>
              <p>Steps that use it will fail. It is used by:</p>
              <ul className="list-disc pl-5">
                {open.variable.usedBy.map(({ flowId, flowName, live }) => (
                  <li key={flowId}>
                    {flowName}
                    {live && " (live)"}
                  </li>
                ))}
              </ul>
            </>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
