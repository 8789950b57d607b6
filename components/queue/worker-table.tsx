import { Server } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Worker } from "#lib/operations/contract.ts";

/** The processes that walk runs. */
export function WorkerTable({ workers }: { workers: Worker[] }) {
  return (
    <Card className="overflow-hidden">
      <h2 className="px-4 pt-4 pb-2 font-semibold text-lg">Workers</h2>
      {workers.length === 0 ? (
        <EmptyState icon={<Server className="size-5" />} title="No worker is running">
          What arrives is kept and waits until a process with the role “worker” starts.
        </EmptyState>
      ) : (
        <table className="w-full text-left">
          <thead className="text-muted text-sm">
            <tr>
              <th className="px-4 py-1.5 font-medium">Process</th>
              <th className="px-2 py-1.5 font-medium">State</th>
              <th className="px-2 py-1.5 font-medium max-sm:sr-only">Started</th>
              <th className="px-4 py-1.5 text-right font-medium">Runs in hand</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-line border-t">
            {workers.map((worker) => (
              <tr key={worker.ownerId}>
                <td className="px-4 py-2 font-mono text-sm" title={worker.ownerId}>
                  {worker.ownerId.slice(0, 8)}
                </td>
                <td className="px-2 py-2">
                  {worker.alive ? (
                    <Badge tone="ok">Alive</Badge>
                  ) : (
                    <Badge tone="bad">Not answering</Badge>
                  )}
                </td>
                <td className="px-2 py-2 text-muted text-sm max-sm:sr-only">
                  <TimeAgo at={worker.startedAt} />
                </td>
                <td className="px-4 py-2 text-right tabular-nums">
                  {worker.running.toLocaleString("en")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
