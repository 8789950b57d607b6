import type { Pool } from "pg";

type Queries = Pick<Pool, "query">;

/** One request that a step sent with a connection. */
export type ConnectionUse = {
  workspaceId: string;
  connectionId: string;
  flowId: string;
  runId: string;
  nodeId: string;
  /** ISO, UTC. */
  at: string;
  host: string;
  /** Method and path without its query, or the node's own word. */
  operation: string;
  /** The answer's HTTP status; null when there was none. */
  status: number | null;
  /** Why there was no answer. */
  errorCode: string | null;
  durationMs: number;
};

export type ListedUse = Omit<ConnectionUse, "workspaceId"> & {
  id: string;
  connectionName: string | null;
  flowName: string | null;
};

/** Where a page ended. */
export type UsePosition = { at: string; id: string };

/** Writes many uses in one statement. */
export async function insertConnectionUses(
  db: Queries,
  uses: readonly ConnectionUse[],
): Promise<void> {
  const column = <Key extends keyof ConnectionUse>(key: Key) => uses.map((use) => use[key]);
  await db.query({
    name: "connections_insert_uses",
    text: `INSERT INTO connection_uses (workspace_id, connection_id, flow_id, run_id, node_id, at,
             host, operation, status, error_code, duration_ms)
           SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
             $6::timestamptz[], $7::text[], $8::text[], $9::int[], $10::text[], $11::int[])`,
    values: [
      column("workspaceId"),
      column("connectionId"),
      column("flowId"),
      column("runId"),
      column("nodeId"),
      column("at"),
      column("host"),
      column("operation"),
      column("status"),
      column("errorCode"),
      column("durationMs"),
    ],
  });
}

/** A workspace's uses, newest first: of all connections, or of one. */
export async function listConnectionUses(
  db: Queries,
  workspaceId: string,
  connectionId: string | undefined,
  after: UsePosition | null,
  limit: number,
): Promise<ListedUse[]> {
  const { rows } = await db.query<ListedUse>(
    `SELECT u.id::text, u.connection_id AS "connectionId", u.flow_id AS "flowId",
            u.run_id AS "runId", u.node_id AS "nodeId",
            to_char(u.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
            u.host, u.operation, u.status, u.error_code AS "errorCode",
            u.duration_ms AS "durationMs", c.name AS "connectionName", f.name AS "flowName"
       FROM connection_uses u
       LEFT JOIN connections c ON c.id = u.connection_id AND c.workspace_id = u.workspace_id
       LEFT JOIN flows f ON f.id = u.flow_id AND f.workspace_id = u.workspace_id
      WHERE u.workspace_id = $1 ${connectionId === undefined ? "" : "AND u.connection_id = $5"}
        AND ($2::timestamptz IS NULL OR (u.at, u.id) < ($2::timestamptz, $3::bigint))
      ORDER BY u.at DESC, u.id DESC LIMIT $4`,
    [
      workspaceId,
      after?.at ?? null,
      after?.id ?? null,
      limit,
      ...(connectionId === undefined ? [] : [connectionId]),
    ],
  );
  return rows;
}

/** Deletes at most `size` uses that are older than `days`. Returns how many. */
export async function pruneConnectionUses(
  db: Queries,
  days: number,
  size: number,
): Promise<number> {
  const { rowCount } = await db.query(
    `DELETE FROM connection_uses WHERE id IN (
       SELECT id FROM connection_uses WHERE at < now() - make_interval(days => $1)
       ORDER BY at LIMIT $2)`,
    [days, size],
  );
  return rowCount ?? 0;
}
