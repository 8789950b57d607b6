import type { Pool } from "pg";
import { type AuditRow, auditColumns } from "./list-entries.ts";

type Queries = Pick<Pool, "query">;

export type DueStream = {
  workspaceId: string;
  url: string;
  nonce: string;
  /** Of the entry delivered last. */
  sequence: number;
  failures: number;
};

/** A holder's word that it is still the one who delivers. */
export type StreamLease = { workspaceId: string; token: string };

/**
 * Takes the stream that has waited longest among those with something to deliver, for `leaseMs`;
 * null when there is none. Of several processes one gets it.
 */
export async function claimStream(
  db: Queries,
  token: string,
  leaseMs: number,
): Promise<DueStream | null> {
  const { rows } = await db.query<DueStream>(
    `UPDATE audit_streams SET lease_token = $1,
            lease_until = now() + make_interval(secs => $2::float / 1000)
      WHERE workspace_id = (
        SELECT s.workspace_id FROM audit_streams s
         WHERE s.next_at <= now() AND (s.lease_until IS NULL OR s.lease_until <= now())
           AND EXISTS (SELECT 1 FROM audit_outbox o WHERE o.workspace_id = s.workspace_id)
         ORDER BY s.next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING workspace_id AS "workspaceId", url, nonce, sequence::int, failures`,
    [token, leaseMs],
  );
  return rows[0] ?? null;
}

/** What a stream has yet to deliver, in the order of the entries. */
export async function pendingEntries(
  db: Queries,
  workspaceId: string,
  limit: number,
): Promise<AuditRow[]> {
  const { rows } = await db.query<AuditRow>(
    `SELECT ${auditColumns} FROM audit_entries
      WHERE id IN (SELECT entry_id FROM audit_outbox WHERE workspace_id = $1
                    ORDER BY entry_id LIMIT $2)
      ORDER BY audit_entries.id`,
    [workspaceId, limit],
  );
  return rows;
}

/** Notes that an entry has arrived. False when the lease is somebody else's by now. */
export async function noteDelivered(
  db: Queries,
  lease: StreamLease,
  entryId: string,
  leaseMs: number,
): Promise<boolean> {
  const { rows } = await db.query(
    `WITH held AS (
       UPDATE audit_streams SET sequence = sequence + 1, delivered_entry_id = $3,
              delivered_at = now(), failures = 0, last_failure = NULL, next_at = now(),
              lease_until = now() + make_interval(secs => $4::float / 1000)
        WHERE workspace_id = $1 AND lease_token = $2 RETURNING workspace_id)
     DELETE FROM audit_outbox o USING held
      WHERE o.entry_id = $3 AND o.workspace_id = held.workspace_id RETURNING o.entry_id`,
    [lease.workspaceId, lease.token, entryId, leaseMs],
  );
  return rows.length > 0;
}

/** Notes that a try has failed, and when the next one is made; gives the stream back. */
export async function noteFailure(
  db: Queries,
  lease: StreamLease,
  message: string,
  retryMs: number,
): Promise<void> {
  await db.query(
    `UPDATE audit_streams SET failures = failures + 1,
            last_failure = jsonb_build_object('message', $3::text, 'at', now()),
            next_at = now() + make_interval(secs => $4::float / 1000),
            lease_token = NULL, lease_until = NULL
      WHERE workspace_id = $1 AND lease_token = $2`,
    [lease.workspaceId, lease.token, message, retryMs],
  );
}

/** Gives the stream back. */
export async function releaseStream(db: Queries, lease: StreamLease): Promise<void> {
  await db.query(
    `UPDATE audit_streams SET lease_token = NULL, lease_until = NULL
      WHERE workspace_id = $1 AND lease_token = $2`,
    [lease.workspaceId, lease.token],
  );
}

export async function countPending(db: Queries, workspaceId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_outbox WHERE workspace_id = $1",
    [workspaceId],
  );
  return rows[0]?.count ?? 0;
}
