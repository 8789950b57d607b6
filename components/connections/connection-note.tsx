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
      {expiresAt !== null && (
        <>
          {" "}
          {new Date(expiresAt) > new Date() ? "The access ends " : "The access ended "}
          <TimeAgo at={expiresAt} />.
        </>
      )}
    </p>
  );
}
