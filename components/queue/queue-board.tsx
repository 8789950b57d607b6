"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { OpenCircuits } from "#components/connections/open-circuits.tsx";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { useLocale } from "#components/ui/locale.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { Percentiles, QueueSnapshot } from "#lib/operations/contract.ts";
import { BigNumber } from "./big-number.tsx";
import { CancelFlowDialog } from "./cancel-flow-dialog.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { describeHealth, describeWaiting, roughDuration } from "./describe-queue.ts";
import { LimitsDialog } from "./limits-dialog.tsx";
import { PauseSwitch } from "./pause-switch.tsx";
import type { QueueActions } from "./queue-actions.ts";
import { ThroughputChart } from "./throughput-chart.tsx";
import { WorkerTable } from "./worker-table.tsx";

type Props = {
  initial: QueueSnapshot;
  /** May pause, cancel and send again. */
  canOperate: boolean;
  canSetLimits: boolean;
  actions: QueueActions;
};

const every = 2_000;

/** How the runs stand right now, for whoever looks after them. Rests while nobody looks. */
export function QueueBoard({ initial, canOperate, canSetLimits, actions }: Props) {
  const locale = useLocale();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<"limits" | "cancel" | null>(null);
  const { data: queue, error } = useQuery({
    queryKey: ["queue"],
    queryFn: ({ signal }) => fetchJson<QueueSnapshot>("/api/ui/queue", signal),
    initialData: initial,
    refetchInterval: every,
    refetchIntervalInBackground: false,
    staleTime: every,
  });
  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["queue"] }),
      client.invalidateQueries({ queryKey: ["dead-letters"] }),
    ]);
  };
  const health = describeHealth(queue);
  const waiting = queue.waiting.reduce((sum, { count }) => sum + count, 0);

  return (
    <>
      <PageHeader
        title="Queue"
        actions={
          <>
            {canOperate && (
              <Button icon={<Ban className="size-4" />} onClick={() => setDialog("cancel")}>
                Cancel a flow's runs
              </Button>
            )}
            {canSetLimits && (
              <Button
                icon={<SlidersHorizontal className="size-4" />}
                onClick={() => setDialog("limits")}
              >
                Limits
              </Button>
            )}
          </>
        }
      >
        What waits, what runs, and what needs somebody.
      </PageHeader>
      <div className="flex flex-col gap-3">
        {error && (
          <Callout tone="bad" role="alert" title="These figures are not up to date.">
            {error.message} They were right at {new Date(queue.at).toLocaleTimeString(locale)}.
          </Callout>
        )}
        <PauseSwitch queue={queue} canOperate={canOperate} actions={actions} onDone={refresh} />
        {health !== null && (
          <Callout tone={health.tone} role="status" title={health.title}>
            {health.advice}
          </Callout>
        )}
        <OpenCircuits canOperate={canOperate} close={actions.closeCircuit} />
        <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
          <BigNumber
            label="Queued"
            value={queue.queued.toLocaleString(locale ?? "en")}
            detail={
              queue.queued === 0
                ? "Nothing has to wait"
                : `of ${queue.limits.maxQueued.toLocaleString(locale ?? "en")} at most`
            }
          />
          <BigNumber
            label="Oldest has waited"
            value={queue.oldestQueuedMs === null ? "–" : roughDuration(queue.oldestQueuedMs)}
            detail={percentiles(queue.queueTime, "Usually")}
          />
          <BigNumber
            label="Running"
            value={queue.running.toLocaleString(locale ?? "en")}
            detail={percentiles(queue.duration, "A run takes")}
          />
          <BigNumber
            label="Waiting"
            value={waiting.toLocaleString(locale ?? "en")}
            detail={
              waiting === 0
                ? "For nobody and nothing"
                : queue.waiting.map(describeWaiting).join(", ")
            }
          />
        </div>
        <Card className="p-4">
          <h2 className="mb-3 font-semibold text-lg">Last hour</h2>
          <ThroughputChart minutes={queue.throughput} />
        </Card>
        <WorkerTable workers={queue.workers} />
        <DeadLetters
          count={queue.dead}
          canOperate={canOperate}
          actions={actions}
          onDone={refresh}
        />
      </div>
      {dialog === "cancel" && (
        <CancelFlowDialog actions={actions} onClose={() => setDialog(null)} onDone={refresh} />
      )}
      {dialog === "limits" && (
        <LimitsDialog
          limits={queue.limits}
          actions={actions}
          onClose={() => setDialog(null)}
          onDone={refresh}
        />
      )}
    </>
  );
}

function percentiles(measured: Percentiles, what: string): string {
  if (measured === null) return "Nothing measured in 15 min";
  const { p50, p95 } = measured;
  return `${what} ${formatDuration(p50)}, 95 of 100 within ${formatDuration(p95)}`;
}
