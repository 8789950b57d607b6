import type { Pool } from "pg";
import { type Grantee, granted } from "#lib/db/flows/granted.ts";
import type { Json } from "#lib/flow/json.ts";

/** Where a page ended. Times keep Postgres's full precision as text. */
export type LetterPosition = { deadAt: string; runId: string };

export type LetterRow = {
  runId: string;
  flowId: string;
  flowName: string;
  triggerKind: string;
  deadAt: Date;
  code: string | null;
  message: string | null;
  conversationId: string | null;
  /** What started it is there whole: in the inbox, or short enough to have been kept uncut. */
  whole: boolean;
};

/**
 * What was cut for storage ends in a note or is an object that says so; see fit-for-storage. Such an
 * input is not what arrived, and neither is one with a secret taken out.
 */
const wholeInput = `(EXISTS (SELECT 1 FROM run_inbox i WHERE i.run_id = r.id)
  OR NOT (octet_length(coalesce(r.input::text, '')) > 100000
    OR coalesce(r.input::text, '') LIKE '%"truncated":true,"size":%'
    OR coalesce(r.input::text, '') LIKE '%[redacted]%'))`;

/** A workspace's dead letters, newest first, one more than `limit` when there are more. */
export async function listDeadLetters(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  search: string,
  after: LetterPosition | null,
  limit: number,
): Promise<LetterRow[]> {
  const values: unknown[] = [workspaceId, limit + 1, role, person];
  const conditions = ["r.workspace_id = $1", "r.dead_at IS NOT NULL", granted("f", "$3", "$4")];
  if (search !== "") {
    values.push(`%${search.replace(/[\\%_]/g, "\\$&")}%`);
    const p = `$${values.length}`;
    conditions.push(`(r.id ILIKE ${p} OR f.name ILIKE ${p} OR r.error->>'message' ILIKE ${p})`);
  }
  if (after !== null) {
    values.push(after.deadAt, after.runId);
    conditions.push(`(r.dead_at, r.id) < ($${values.length - 1}::timestamptz, $${values.length})`);
  }
  const { rows } = await pool.query<LetterRow>(
    `SELECT r.id AS "runId", r.flow_id AS "flowId", coalesce(f.name, '') AS "flowName",
       r.trigger_kind AS "triggerKind", r.dead_at AS "deadAt", r.error->>'code' AS code,
       r.error->>'message' AS message, r.conversation_id AS "conversationId", ${wholeInput} AS whole
     FROM runs r LEFT JOIN flows f ON f.id = r.flow_id
     WHERE ${conditions.join(" AND ")}
     ORDER BY r.dead_at DESC, r.id DESC LIMIT $2`,
    values,
  );
  return rows;
}

/** A dead letter with what it takes to run it again. */
export type LetterToRedrive = {
  runId: string;
  flowId: string;
  deadAt: Date;
  triggerKind: string;
  triggerNodeId: string;
  conversationId: string | null;
  depth: number;
  whole: boolean;
  payload: Json;
};

/** A step of it may have happened although it failed: only somebody who knows sends it again. */
const uncertain = "coalesce(r.error->>'code', '') = 'step_uncertain'";

/** Dead letters by id, or the oldest ones that are certain, `limit` at most. */
export async function takeDeadLetters(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  runIds: readonly string[] | null,
  limit: number,
): Promise<LetterToRedrive[]> {
  const { rows } = await pool.query<LetterToRedrive>({
    name: "operations_take_letters",
    text: `SELECT r.id AS "runId", r.flow_id AS "flowId", r.dead_at AS "deadAt",
             r.trigger_kind AS "triggerKind", r.trigger_node_id AS "triggerNodeId",
             r.conversation_id AS "conversationId", r.depth, ${wholeInput} AS whole,
             coalesce(i.payload, r.input) AS payload
           FROM runs r LEFT JOIN run_inbox i ON i.run_id = r.id LEFT JOIN flows f ON f.id = r.flow_id
           WHERE r.workspace_id = $1 AND r.dead_at IS NOT NULL
             AND CASE WHEN $2::text[] IS NULL THEN NOT ${uncertain} ELSE r.id = ANY($2) END
             AND ${granted("f", "$4", "$5")}
           ORDER BY r.dead_at, r.id LIMIT $3`,
    values: [workspaceId, runIds, limit, role, person],
  });
  return rows;
}

/** Takes letters off the list, with what they kept for another try. Returns those it took off. */
export async function clearDeadLetters(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  runIds: readonly string[] | null,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "operations_clear_letters",
    text: `WITH cleared AS (
             UPDATE runs SET dead_at = NULL
             WHERE workspace_id = $1 AND dead_at IS NOT NULL
               AND ($2::text[] IS NULL OR id = ANY($2))
               AND ($3::text IS NULL OR EXISTS (
                 SELECT 1 FROM flows f WHERE f.id = runs.flow_id AND ${granted("f", "$3", "$4")}))
             RETURNING id),
           emptied AS (DELETE FROM run_inbox WHERE run_id IN (SELECT id FROM cleared))
           SELECT id FROM cleared`,
    values: [workspaceId, runIds, role, person],
  });
  return rows.map((row) => row.id);
}

/** How many there are, or how many of them can be sent again without anybody looking at each. */
export async function countDeadLetters(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  which: "every" | "certain" = "every",
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: "operations_count_letters",
    text: `SELECT count(*)::int AS count FROM runs r LEFT JOIN flows f ON f.id = r.flow_id
           WHERE r.workspace_id = $1 AND r.dead_at IS NOT NULL AND ${granted("f", "$2", "$3")}
             AND ($4 = 'every' OR NOT ${uncertain})`,
    values: [workspaceId, role, person, which],
  });
  return rows[0]?.count ?? 0;
}
