import type { Pool, PoolClient } from "pg";
import { v7 as uuid } from "uuid";
import type { NewAlert } from "#lib/alerts/alert.ts";

/**
 * Notes that admins have to be told of something, in the transaction of what happened. The same event
 * (by its `dedupeKey`) is noted once; true when it was new.
 */
export async function raiseAlert(
  db: Pick<Pool, "query"> | Pick<PoolClient, "query">,
  alert: NewAlert,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "alerts_raise",
    text: `INSERT INTO alerts (id, workspace_id, event, connection_id, title, message, dedupe_key)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (workspace_id, dedupe_key) DO NOTHING`,
    values: [
      uuid(),
      alert.workspaceId,
      alert.event,
      alert.connectionId,
      alert.title.slice(0, 200),
      alert.message.slice(0, 1_000),
      alert.dedupeKey.slice(0, 300),
    ],
  });
  return rowCount === 1;
}

/** Whether something of this kind was noted within the last `minutes`. */
export async function wasRaisedLately(
  db: Pick<PoolClient, "query">,
  workspaceId: string,
  keyPrefix: string,
  minutes: number,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "alerts_lately",
    text: `SELECT 1 FROM alerts WHERE workspace_id = $1 AND starts_with(dedupe_key, $2)
             AND at > now() - $3 * interval '1 minute' LIMIT 1`,
    values: [workspaceId, keyPrefix, minutes],
  });
  return rowCount === 1;
}

/** Whether the event with this key was noted. */
export async function wasRaised(
  db: Pick<PoolClient, "query">,
  workspaceId: string,
  dedupeKey: string,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "alerts_raised",
    text: "SELECT 1 FROM alerts WHERE workspace_id = $1 AND dedupe_key = $2",
    values: [workspaceId, dedupeKey],
  });
  return rowCount === 1;
}
