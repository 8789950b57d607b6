import type { Pool, PoolClient } from "pg";
import { v7 as uuid } from "uuid";

export type UnaddressedAlert = { id: string; workspaceId: string; event: string };

/** Alerts of which nobody has decided yet who is told, locked until the transaction ends. */
export async function lockUnaddressed(
  client: PoolClient,
  limit: number,
): Promise<UnaddressedAlert[]> {
  const { rows } = await client.query<UnaddressedAlert>({
    name: "alerts_lock_unaddressed",
    text: `SELECT id, workspace_id AS "workspaceId", event FROM alerts WHERE addressed_at IS NULL
           ORDER BY at, id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    values: [limit],
  });
  return rows;
}

/** Writes down who is told of a locked alert. */
export async function addressAlert(
  client: PoolClient,
  alertId: string,
  to: readonly { channel: "mail" | "webhook"; target: string }[],
): Promise<void> {
  await client.query({
    name: "alerts_address",
    text: `INSERT INTO alert_deliveries (id, alert_id, channel, target)
           SELECT d.id, $1, d.channel, d.target
           FROM unnest($2::text[], $3::text[], $4::text[]) AS d (id, channel, target)
           ON CONFLICT DO NOTHING`,
    values: [
      alertId,
      to.map(() => uuid()),
      to.map(({ channel }) => channel),
      to.map(({ target }) => target),
    ],
  });
  await client.query({
    name: "alerts_addressed",
    text: "UPDATE alerts SET addressed_at = clock_timestamp() WHERE id = $1",
    values: [alertId],
  });
}

export type DueDelivery = {
  id: string;
  channel: "mail" | "webhook";
  target: string;
  /** This one included. */
  attempts: number;
  alertId: string;
  workspaceId: string;
  workspaceName: string;
  event: string;
  title: string;
  message: string;
  at: Date;
  connection: { id: string; name: string } | null;
};

/** Takes deliveries that are due; nobody else gets them before `leaseMs` have passed. */
export async function claimDeliveries(
  pool: Pick<Pool, "query">,
  limit: number,
  leaseMs: number,
): Promise<DueDelivery[]> {
  const { rows } = await pool.query<DueDelivery>({
    name: "alerts_claim_deliveries",
    text: `WITH claimed AS (
             UPDATE alert_deliveries SET attempts = attempts + 1,
               next_at = clock_timestamp() + $2 * interval '1 millisecond'
             WHERE id IN (
               SELECT id FROM alert_deliveries
               WHERE state = 'pending' AND next_at <= clock_timestamp()
               ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED)
             RETURNING id, alert_id, channel, target, attempts)
           SELECT d.id, d.channel, d.target, d.attempts, a.id AS "alertId", a.event, a.title,
             a.message, a.at, w.id AS "workspaceId", w.name AS "workspaceName",
             CASE WHEN c.id IS NULL THEN NULL
               ELSE json_build_object('id', c.id, 'name', c.name) END AS connection
           FROM claimed d JOIN alerts a ON a.id = d.alert_id JOIN workspaces w ON w.id = a.workspace_id
             LEFT JOIN connections c ON c.id = a.connection_id AND c.workspace_id = a.workspace_id`,
    values: [limit, leaseMs],
  });
  return rows;
}

export type DeliveryEnd =
  | { state: "sent" }
  | { state: "failed"; lastError: string }
  | { state: "pending"; lastError: string; againInMs: number };

/** Writes down how a delivery went. */
export async function endDelivery(
  pool: Pick<Pool, "query">,
  id: string,
  end: DeliveryEnd,
): Promise<void> {
  await pool.query({
    name: "alerts_end_delivery",
    text: `UPDATE alert_deliveries SET state = $2, last_error = $3,
             sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END,
             next_at = clock_timestamp() + $4 * interval '1 millisecond'
           WHERE id = $1`,
    values: [
      id,
      end.state,
      end.state === "sent" ? "" : end.lastError.slice(0, 500),
      end.state === "pending" ? end.againInMs : 0,
    ],
  });
}

/** Takes away what was told more than `days` ago. */
export async function pruneAlerts(pool: Pick<Pool, "query">, days: number): Promise<void> {
  await pool.query("DELETE FROM alerts WHERE at < now() - $1 * interval '1 day'", [days]);
}
