"use client";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

/** Below a connection's name: why it needs somebody, whose account it is, and when it ends. */
export function ConnectionNote({ connection }: { connection: ConnectionSummary }) {
  const { attention, oauth, expiresAt } = connection;
  if (attention !== null) {
    return (
      <p className="mt-1 text-bad text-sm">
        {attention.message}
        {attention.code !== "oauth_not_connected" && (
          <span className="text-muted">
            {" Noticed "}
            <TimeAgo at={attention.since} />.
          </span>
        )}
      </p>
    );
  }
  if (oauth === null && expiresAt === null) return null;
  return (
    <p className="mt-1 text-muted text-sm">
      {oauth !== null && (oauth.account === "" ? "Connected." : `Connected as ${oauth.account}.`)}
      {expiresAt !== null && <AccessEnd at={new Date(expiresAt)} />}
    </p>
  );
}

/** A day of the reader's, and within a day of it the time too; UTC on hover. */
function AccessEnd({ at }: { at: Date }) {
  const leftMs = at.getTime() - Date.now();
  const format = new Intl.DateTimeFormat(undefined, {
    ...{ weekday: "long", day: "numeric", month: "long" },
    ...(Math.abs(leftMs) < dayMs && { hour: "2-digit", minute: "2-digit" }),
  });
  return (
    <span suppressHydrationWarning>
      {leftMs > 0 ? " The access ends on " : " The access ended on "}
      <time
        dateTime={at.toISOString()}
        title={`${at.toISOString().replace("T", " ").slice(0, 19)} UTC`}
        suppressHydrationWarning
      >
        {format.format(at)}
      </time>
      .
    </span>
  );
}

const dayMs = 86_400_000;
