import type { Pool } from "pg";
import type { ProbeResult } from "#lib/connections/contract.ts";
import type { Probed } from "#lib/connections/health/judge-probe.ts";

export type DueProbe = Probed & {
  id: string;
  workspaceId: string;
  /** What is tested: a change in between makes the outcome void. */
  updatedAt: Date;
};

/**
 * Takes connections whose test is due, the longest overdue first; nobody else gets them before
 * `leaseMs` have passed.
 */
export async function claimDueProbes(
  pool: Pick<Pool, "query">,
  limit: number,
  leaseMs: number,
): Promise<DueProbe[]> {
  const { rows } = await pool.query<DueProbe>({
    name: "connections_claim_probes",
    text: `UPDATE connections SET next_probe_at = clock_timestamp() + $2 * interval '1 millisecond'
           WHERE id IN (
             SELECT id FROM connections
             WHERE deleted_at IS NULL AND next_probe_at <= clock_timestamp()
               AND probe_minutes IS DISTINCT FROM 0
             ORDER BY next_probe_at LIMIT $1 FOR UPDATE SKIP LOCKED)
           RETURNING id, workspace_id AS "workspaceId", probe_minutes AS "everyMinutes",
             probe_failures AS failures, attention, updated_at AS "updatedAt"`,
    values: [limit, leaseMs],
  });
  return rows;
}

/** Writes what a test found out, unless the connection was changed meanwhile. */
export async function saveProbe(
  pool: Pick<Pool, "query">,
  row: DueProbe,
  { outcome, expiresAt }: ProbeResult,
  judged: Probed & { nextInMs: number },
): Promise<void> {
  await pool.query({
    name: "connections_save_probe",
    text: `UPDATE connections SET
             next_probe_at = clock_timestamp() + $3 * interval '1 millisecond',
             probe_failures = $4, attention = $5, last_test = COALESCE($6, last_test),
             expires_at = COALESCE(expires_at, $7)
           WHERE id = $1 AND updated_at = $2 AND deleted_at IS NULL`,
    values: [
      row.id,
      row.updatedAt,
      judged.nextInMs,
      judged.failures,
      judged.attention === null ? null : JSON.stringify(judged.attention),
      outcome === null ? null : JSON.stringify(outcome),
      expiresAt,
    ],
  });
}
