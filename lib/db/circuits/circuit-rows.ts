import type { Pool, PoolClient } from "pg";
import {
  type Circuit,
  type CircuitKey,
  type CircuitPolicy,
  defaultCircuitPolicy,
} from "#lib/circuits/circuit.ts";

type Db = Pick<Pool, "query"> | Pick<PoolClient, "query">;

/** Says with every change what a circuit is now, as JSON. */
export const circuitsChannel = "patchbay_circuits";

const columns = `id, workspace_id AS "workspaceId", connection_id AS "connectionId", host, state,
  failures, openings, opened_at AS "openedAt", retry_at AS "retryAt", half_open_at AS "halfOpenAt",
  half_open_until AS "halfOpenUntil", probe_id AS "probeId", reason, version`;

/** The circuits that a process has to know: all that are not simply closed. */
export async function findAmissCircuits(db: Db): Promise<Circuit[]> {
  const { rows } = await db.query<Circuit>({
    name: "circuits_amiss",
    text: `SELECT ${columns} FROM circuit_states WHERE state <> 'closed' OR failures > 0`,
  });
  return rows;
}

/**
 * Whether a circuit named `c` concerns anybody: it is not closed, and its connection, if it is for one,
 * was not deleted. A condition.
 */
export const isOfConcern = (c: string) => `(${c}.state <> 'closed' AND (${c}.connection_id = ''
  OR EXISTS (SELECT 1 FROM connections k WHERE k.id = ${c}.connection_id
    AND k.workspace_id = ${c}.workspace_id AND k.deleted_at IS NULL)))`;

/** A workspace's circuits that concern somebody, the newest trouble first. */
export async function findOpenCircuits(db: Db, workspaceId: string): Promise<Circuit[]> {
  const { rows } = await db.query<Circuit>({
    name: "circuits_open",
    text: `SELECT ${columns} FROM circuit_states c
           WHERE workspace_id = $1 AND ${isOfConcern("c")}
           ORDER BY opened_at DESC, id LIMIT 200`,
    values: [workspaceId],
  });
  return rows;
}

/** A circuit as it is now; undefined when nothing was ever amiss. */
export async function findCircuit(db: Db, key: CircuitKey): Promise<Circuit | undefined> {
  const { rows } = await db.query<Circuit>({
    name: "circuits_find",
    text: `SELECT ${columns} FROM circuit_states
           WHERE workspace_id = $1 AND connection_id = $2 AND host = $3`,
    values: [key.workspaceId, key.connectionId, key.host],
  });
  return rows[0];
}

/** Locks a circuit until the transaction ends, made if need be, with the workspace's policy. */
export async function lockCircuit(
  client: PoolClient,
  id: string,
  key: CircuitKey,
): Promise<{ circuit: Circuit; policy: CircuitPolicy; now: Date }> {
  const values = [key.workspaceId, key.connectionId, key.host];
  await client.query({
    name: "circuits_make",
    text: `INSERT INTO circuit_states (id, workspace_id, connection_id, host)
           VALUES ($4, $1, $2, $3) ON CONFLICT DO NOTHING`,
    values: [...values, id],
  });
  const { rows } = await client.query<
    Circuit & { now: Date; limit: number | null; seconds: number | null }
  >({
    name: "circuits_lock",
    text: `SELECT ${columns}, clock_timestamp() AS now, care.circuit_failures AS limit,
             care.circuit_open_seconds AS seconds
           FROM circuit_states LEFT JOIN connection_care care USING (workspace_id)
           WHERE workspace_id = $1 AND connection_id = $2 AND host = $3
           FOR UPDATE OF circuit_states`,
    values,
  });
  const row = rows[0];
  if (row === undefined) throw new Error("a circuit that was just made is gone");
  const { now, limit, seconds, ...circuit } = row;
  return {
    circuit,
    now,
    policy: {
      failures: limit ?? defaultCircuitPolicy.failures,
      openMs: seconds === null ? defaultCircuitPolicy.openMs : seconds * 1_000,
    },
  };
}

/** Writes a locked circuit and announces it with the commit. Returns it as it is now. */
export async function saveCircuit(client: PoolClient, circuit: Circuit): Promise<Circuit> {
  const saved = { ...circuit, version: circuit.version + 1 };
  await client.query({
    name: "circuits_save",
    text: `UPDATE circuit_states SET state = $2, failures = $3, openings = $4, opened_at = $5,
             retry_at = $6, half_open_at = $7, half_open_until = $8, probe_id = $9, reason = $10,
             version = $11, changed_at = clock_timestamp()
           WHERE id = $1`,
    values: [
      saved.id,
      saved.state,
      saved.failures,
      saved.openings,
      saved.openedAt,
      saved.retryAt,
      saved.halfOpenAt,
      saved.halfOpenUntil,
      saved.probeId,
      saved.reason,
      saved.version,
    ],
  });
  await announce(client, saved);
  return saved;
}

/**
 * Takes the right to find out whether a host is back: for one request over all processes, until
 * `leaseMs` have passed. Undefined when it is too early, or somebody else is at it.
 */
export async function claimProbe(
  db: Db,
  key: CircuitKey,
  probeId: string,
  leaseMs: number,
): Promise<Circuit | undefined> {
  const { rows } = await db.query<Circuit>({
    name: "circuits_claim",
    text: `UPDATE circuit_states SET state = 'half-open', probe_id = $4, version = version + 1,
             half_open_at = clock_timestamp(), changed_at = clock_timestamp(),
             half_open_until = clock_timestamp() + $5 * interval '1 millisecond'
           WHERE workspace_id = $1 AND connection_id = $2 AND host = $3
             AND ((state = 'open' AND retry_at <= clock_timestamp())
               OR (state = 'half-open' AND half_open_until <= clock_timestamp()))
           RETURNING ${columns}`,
    values: [key.workspaceId, key.connectionId, key.host, probeId, leaseMs],
  });
  const [claimed] = rows;
  if (claimed !== undefined) await announce(db, claimed);
  return claimed;
}

/**
 * Takes away circuits that have been closed for a week, and those of hosts that nothing has called for
 * a day although it might: nobody would ever find out whether they are back.
 */
export async function pruneCircuits(db: Db): Promise<void> {
  await db.query(
    `DELETE FROM circuit_states
     WHERE (state = 'closed' AND changed_at < now() - interval '7 days')
       OR (state <> 'closed' AND GREATEST(retry_at, changed_at) < now() - interval '1 day')`,
  );
}

async function announce(db: Db, circuit: Circuit): Promise<void> {
  await db.query({
    name: "circuits_announce",
    text: "SELECT pg_notify($1, $2)",
    values: [circuitsChannel, JSON.stringify(circuit)],
  });
}
