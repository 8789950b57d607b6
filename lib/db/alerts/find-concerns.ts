import type { Pool } from "pg";
import { isOfConcern } from "#lib/db/circuits/circuit-rows.ts";

export type Concern = {
  id: string;
  workspaceId: string;
  name: string;
  attention: { code: string; message: string; since: string } | null;
  expiresAt: Date | null;
  now: Date;
};

/** Connections that somebody has to look at, or that end within `days`. */
export async function findConcerns(pool: Pick<Pool, "query">, days: number): Promise<Concern[]> {
  const { rows } = await pool.query<Concern>({
    name: "alerts_concerns",
    text: `SELECT id, workspace_id AS "workspaceId", name, attention, expires_at AS "expiresAt",
             clock_timestamp() AS now
           FROM connections
           WHERE deleted_at IS NULL
             AND (attention IS NOT NULL OR expires_at < now() + $1 * interval '1 day')`,
    values: [days],
  });
  return rows;
}

export type Recovered = { workspaceId: string; connectionId: string; name: string; key: string };

/**
 * Connections of which trouble was told, and not yet that it is over. `key` is that of the trouble. A
 * connection whose test failed has to have passed one.
 */
export async function findRecovered(pool: Pick<Pool, "query">): Promise<Recovered[]> {
  const { rows } = await pool.query<Recovered>({
    name: "alerts_recovered",
    text: `SELECT c.workspace_id AS "workspaceId", c.id AS "connectionId", c.name,
             a.dedupe_key AS key
           FROM alerts a JOIN connections c ON c.id = a.connection_id
             AND c.workspace_id = a.workspace_id
           WHERE a.event IN ('connection.failing', 'connection.attention')
             AND c.deleted_at IS NULL AND c.attention IS NULL
             AND (a.event = 'connection.attention' OR c.last_test->>'ok' = 'true')
             AND NOT EXISTS (
               SELECT 1 FROM alerts r WHERE r.workspace_id = a.workspace_id
                 AND r.dedupe_key = 'recovered ' || a.dedupe_key)`,
  });
  return rows;
}

/** How many things of a workspace somebody has to look at: for the navigation. */
export async function countConcerns(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  days: number,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: "alerts_count_concerns",
    text: `SELECT (SELECT count(*) FROM connections
               WHERE workspace_id = $1 AND deleted_at IS NULL
                 AND (attention IS NOT NULL OR expires_at < now() + $2 * interval '1 day'))::int
             + (SELECT count(*) FROM circuit_states c
               WHERE workspace_id = $1 AND ${isOfConcern("c")})::int AS count`,
    values: [workspaceId, days],
  });
  return rows[0]?.count ?? 0;
}
