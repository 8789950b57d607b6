"use client";
import { Boxes, Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { SystemSummary } from "#lib/systems/contract.ts";
import { ImportDialog } from "./import-dialog.tsx";
import type { ImportSystem, ReadingConnection } from "./system-actions.ts";

type Props = {
  systems: SystemSummary[];
  connections: readonly ReadingConnection[];
  canManage: boolean;
  importSystem: ImportSystem;
};

/** The systems whose operations the steps “Connect” can call. */
export function SystemList({ systems, connections, canManage, importSystem }: Props) {
  // A step's form leads here to import one.
  const asked = useSearchParams().has("import");
  const [importing, setImporting] = useState(canManage && asked);
  const add = canManage && (
    <Button variant="primary" icon={<Plus className="size-4" />} onClick={() => setImporting(true)}>
      Import a system
    </Button>
  );
  return (
    <>
      <PageHeader title="Systems" actions={systems.length > 0 && add}>
        Systems that Patchbay knows the operations of. The step “Connect” calls them with a form.
      </PageHeader>
      {!canManage && (
        <div className="mb-3">
          <Callout>An admin of the workspace imports systems; who builds flows uses them.</Callout>
        </div>
      )}
      <Card className="overflow-hidden">
        {systems.length === 0 ? (
          <EmptyState icon={<Boxes className="size-5" />} title="No systems yet" action={add}>
            Import the description or schema of a web API, and each of its operations becomes a
            form.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {systems.map((system) => (
              <li key={system.id} className="flex flex-wrap items-start gap-x-6 gap-y-1 px-4 py-3">
                <div className="min-w-0 flex-1 basis-72">
                  <Link
                    href={`/systems/${system.id}`}
                    className="rounded font-medium hover:underline"
                  >
                    {system.name}
                  </Link>
                  <p className="truncate text-muted text-sm">
                    {system.baseUrl || "No address given"}
                  </p>
                </div>
                <div className="basis-40 text-muted text-sm">
                  {system.operations.toLocaleString("en")}{" "}
                  {system.operations === 1 ? "operation" : "operations"}
                  <br />
                  Read <TimeAgo at={system.refreshedAt} />
                </div>
                <div className="basis-44 text-muted text-sm">{usedIn(system)}</div>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {importing && (
        <ImportDialog
          connections={connections}
          onClose={() => setImporting(false)}
          importSystem={importSystem}
        />
      )}
    </>
  );
}

function usedIn({ usedBy }: SystemSummary): string {
  if (usedBy.length === 0) return "Not used yet";
  const [first] = usedBy;
  return usedBy.length === 1 ? `Used in ${first?.name}` : `Used in ${usedBy.length} flows`;
}
