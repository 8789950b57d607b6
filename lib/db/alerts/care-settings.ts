import type { Pool, PoolClient } from "pg";

/** How a workspace is told of its connections. */
export type CareRow = {
  mutedEvents: string[];
  byMail: boolean;
  mailTo: string[];
  webhookUrl: string;
  webhookSeed: string;
  circuitFailures: number;
  circuitOpenSeconds: number;
};

/** A workspace's settings, or the defaults of the table. */
export async function readCare(
  db: Pick<Pool, "query"> | Pick<PoolClient, "query">,
  workspaceId: string,
): Promise<CareRow> {
  const { rows } = await db.query<CareRow>({
    name: "care_read",
    text: `SELECT COALESCE(c.muted_events, '{}') AS "mutedEvents",
             COALESCE(c.by_mail, true) AS "byMail", COALESCE(c.mail_to, '{}') AS "mailTo",
             COALESCE(c.webhook_url, '') AS "webhookUrl",
             COALESCE(c.webhook_seed, '') AS "webhookSeed",
             COALESCE(c.circuit_failures, 5) AS "circuitFailures",
             COALESCE(c.circuit_open_seconds, 30) AS "circuitOpenSeconds"
           FROM (SELECT $1::text AS id) w LEFT JOIN connection_care c ON c.workspace_id = w.id`,
    values: [workspaceId],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("one row was asked for");
  return row;
}

/** The addresses of a workspace's owners and admins. */
export async function adminAddresses(
  db: Pick<Pool, "query"> | Pick<PoolClient, "query">,
  workspaceId: string,
): Promise<string[]> {
  const { rows } = await db.query<{ email: string }>({
    name: "care_admins",
    text: `SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id
           WHERE m.workspace_id = $1 AND m.role IN ('owner', 'admin') ORDER BY u.email`,
    values: [workspaceId],
  });
  return rows.map(({ email }) => email);
}
