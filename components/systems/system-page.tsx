"use client";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { OperationLine, SystemSummary } from "#lib/systems/contract.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { OperationList } from "./operation-list.tsx";
import { RefreshDialog } from "./refresh-dialog.tsx";
import type { ReadingConnection, SystemActions } from "./system-actions.ts";

type Props = {
  system: SystemSummary;
  operations: OperationLine[];
  connections: readonly ReadingConnection[];
  canManage: boolean;
  actions: SystemActions;
};

/** One system: where it is, what it can do, and which flows call it. */
export function SystemPage({ system, operations, connections, canManage, actions }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<"refresh" | "edit" | "delete" | null>(null);
  const { usedBy } = system;

  async function remove() {
    const result = await tryAction(() => actions.remove({ systemId: system.id }));
    if (!result.ok) return toastError(result.error);
    router.push("/systems");
  }

  return (
    <>
      <Link href="/systems" className="text-accent-text text-sm hover:underline">
        All systems
      </Link>
      <PageHeader
        title={system.name}
        actions={
          canManage && (
            <>
              {system.kind === "written" ? (
                <Button icon={<Pencil className="size-4" />} onClick={() => setOpen("edit")}>
                  Edit
                </Button>
              ) : (
                <Button icon={<RefreshCw className="size-4" />} onClick={() => setOpen("refresh")}>
                  Refresh
                </Button>
              )}
              <Button icon={<Trash2 className="size-4" />} onClick={() => setOpen("delete")}>
                Delete
              </Button>
            </>
          )
        }
      >
        <span className="break-all">{system.baseUrl || "The description names no address."}</span>
        <br />
        <span className="text-sm">
          {system.format}
          {system.version && `, version ${system.version}`} · read{" "}
          <TimeAgo at={system.refreshedAt} />
          {usedBy.length > 0 && ` · used in ${usedBy.map(({ name }) => name).join(", ")}`}
        </span>
      </PageHeader>
      {system.flaws.length > 0 && (
        <div className="mb-3">
          <Callout tone="warn" title="The description breaks its own standard in places.">
            It was read as far as possible. {system.flaws.join("; ")}.
          </Callout>
        </div>
      )}
      <OperationList operations={operations} />
      {open === "refresh" && (
        <RefreshDialog
          system={system}
          connections={connections}
          refresh={actions.refresh}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "edit" && (
        <EditDialog system={system} save={actions.refresh} onClose={() => setOpen(null)} />
      )}
      {open === "delete" && (
        <ConfirmDialog
          open
          danger
          onOpenChange={() => setOpen(null)}
          title={`Delete “${system.name}”?`}
          confirmLabel="Delete system"
          {...(usedBy.some(({ live }) => live) && { typeToConfirm: system.name })}
          onConfirm={remove}
        >
          {usedBy.length === 0 ? (
            <p>No flow uses it. It can be imported again.</p>
          ) : (
            <>
              <p>
                Steps that call it go on working with what they know of it; no other operation can
                be chosen in them any more:
              </p>
              <ul className="list-disc pl-5">
                {usedBy.map(({ id, name, live, steps }) => (
                  <li key={id}>
                    <span className="text-text">{name}</span>, {steps}{" "}
                    {steps === 1 ? "step" : "steps"}
                    {live && ", live now"}
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
