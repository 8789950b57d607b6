"use client";
import { CalendarClock, TriangleAlert } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { describeExpiry, longestForecastDays } from "#lib/alerts/describe-expiry.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

/** When a credential ends, from two weeks before on. */
export function ExpiryBadge({ expiresAt }: { expiresAt: string | null }) {
  if (expiresAt === null) return null;
  const end = new Date(expiresAt);
  const now = new Date();
  const days = (end.getTime() - now.getTime()) / 86_400_000;
  if (days > longestForecastDays) return null;
  return (
    <Badge
      tone={days <= 3 ? "bad" : "warn"}
      icon={<CalendarClock aria-hidden="true" className="size-3" />}
    >
      {/* Which day it is depends on the reader's zone. */}
      <time dateTime={expiresAt} title={end.toLocaleString()} suppressHydrationWarning>
        {capitalised(describeExpiry(end, now))}
      </time>
    </Badge>
  );
}

/** Why somebody has to look at a connection, in plain words. */
export function AttentionNote({ connection }: { connection: ConnectionSummary }) {
  const { attention, lastTest } = connection;
  if (attention === null)
    return lastTest?.ok === false ? (
      <p className="mt-1 text-bad text-sm">{lastTest.message}</p>
    ) : null;
  return (
    <p className="mt-1 flex items-start gap-1.5 text-bad text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        Needs attention since <TimeAgo at={attention.since} />: {attention.message}
      </span>
    </p>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
