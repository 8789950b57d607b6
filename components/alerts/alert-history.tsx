import { Bell } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { AlertView } from "#lib/alerts/contract.ts";

/** What was told, the newest first, and whether it arrived. */
export function AlertHistory({ alerts }: { alerts: AlertView[] }) {
  return (
    <Card className="overflow-hidden">
      <h2 className="px-4 pt-4 pb-2 font-semibold text-lg">What was told</h2>
      {alerts.length === 0 ? (
        <EmptyState icon={<Bell className="size-5" />} title="Nothing yet">
          Alerts stay here for 90 days.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {alerts.map((alert) => (
            <li key={alert.id} className="flex flex-wrap gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <h3 className="break-words font-medium">{alert.title}</h3>
                <p className="break-words text-muted text-sm">{alert.message}</p>
                <p className="mt-0.5 text-muted text-xs">
                  <TimeAgo at={alert.at} />
                </p>
              </div>
              <Deliveries deliveries={alert.deliveries} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const looks = {
  pending: { tone: "warn", word: "On its way" },
  sent: { tone: "ok", word: "Told" },
  failed: { tone: "bad", word: "Not delivered" },
} as const;

function Deliveries({ deliveries }: { deliveries: AlertView["deliveries"] }) {
  if (deliveries === null) return <Badge tone="warn">On its way</Badge>;
  if (deliveries.length === 0) return <Badge>Shown here only</Badge>;
  return (
    <ul className="flex min-w-0 basis-72 flex-col gap-1 text-sm">
      {deliveries.map(({ channel, target, state, attempts, lastError }) => (
        <li key={`${channel} ${target}`} className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <Badge tone={looks[state].tone}>{looks[state].word}</Badge>
            <span className="truncate text-muted" title={target}>
              {channel === "mail" ? target : `Webhook: ${target}`}
            </span>
          </span>
          {state !== "sent" && lastError !== "" && (
            <span className="mt-0.5 block break-words text-bad text-xs">
              {lastError} {attempts === 1 ? "Tried once" : `Tried ${attempts} times`}
              {state === "pending" ? "; it is tried again." : "; given up."}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
