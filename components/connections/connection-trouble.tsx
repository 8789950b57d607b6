"use client";
import { useLocale } from "#components/ui/locale.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

type Props = { connection: ConnectionSummary; canManage: boolean };

const ask = "Ask an owner or admin of this workspace to see to it.";

/** What is the matter, in one sentence; then what to do, for whoever can, or else whom to ask. */
export function ConnectionTrouble({ connection, canManage }: Props) {
  const locale = useLocale();
  const { state, attention, lastTest, expiresAt } = connection;
  if (attention !== null) {
    return (
      <p className="mt-1 text-bad text-sm">
        Needs attention since <TimeAgo at={attention.since} />: {attention.message}
      </p>
    );
  }
  if (state === "failing") {
    return (
      <p className="mt-1 text-bad text-sm">
        {canManage ? "" : "Its last test failed. "}
        {lastTest?.message}
      </p>
    );
  }
  if (expiresAt === null || (state !== "expiring" && state !== "expired")) return null;
  const day = new Date(expiresAt).toLocaleDateString(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  return state === "expired" ? (
    <p suppressHydrationWarning className="mt-1 text-bad text-sm">
      This credential ended on {day}. {canManage ? "Replace it." : ask}
    </p>
  ) : (
    <p suppressHydrationWarning className="mt-1 text-sm text-warn">
      This credential ends on {day}. {canManage ? "Replace it before then." : ask}
    </p>
  );
}
