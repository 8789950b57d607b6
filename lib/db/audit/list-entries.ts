import type { Pool } from "pg";
import type { Json } from "#lib/flow/json.ts";

export type AuditRow = {
  id: string;
  workspaceId: string | null;
  /** ISO, UTC. */
  at: string;
  actorId: string | null;
  actorName: string;
  action: string;
  targetType: string;
  targetId: string;
  targetName: string;
  ip: string;
  userAgent: string;
  requestId: string;
  before: Json;
  after: Json;
};

export type AuditConditions = {
  actorId?: string | undefined;
  group?: string | undefined;
  targetType?: string | undefined;
  targetId?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  /** Beginnings of words, all of which have to be there: letters and digits only. */
  words?: readonly string[] | undefined;
};

/** Where a page ended. */
export type AuditPosition = { at: string; id: string };

/** Words that no more entries than this have are looked up by themselves. */
const rare = 2_000;

export const auditColumns = `id::text, workspace_id AS "workspaceId",
  to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  actor_id AS "actorId", actor_name AS "actorName", action, target_type AS "targetType",
  target_id AS "targetId", target_name AS "targetName", ip, user_agent AS "userAgent",
  request_id AS "requestId", before, after`;

/** A workspace's entries, newest first. */
export async function listEntries(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  conditions: AuditConditions,
  after: AuditPosition | null,
  limit: number,
): Promise<AuditRow[]> {
  const few = await findFew(pool, workspaceId, conditions.words);
  if (few !== undefined && few.length === 0) return [];
  const { text, values } = entriesQuery(workspaceId, { ...conditions, few }, after, limit);
  const { rows } = await pool.query<AuditRow>(text, values);
  return rows;
}

/** The entries with these words, if they are rare; common ones are soon met on the way back in time. */
export async function findFew(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  words: readonly string[] | undefined,
): Promise<string[] | undefined> {
  if (words === undefined || words.length === 0) return undefined;
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id::text FROM patchbay_find_audit($1, to_tsquery('simple'::regconfig, $2), $3) AS id`,
    [workspaceId, queryOf(words), rare + 1],
  );
  return rows.length > rare ? undefined : rows.map(({ id }) => id);
}

function queryOf(words: readonly string[]): string {
  return words.map((word) => `${word}:*`).join(" & ");
}

/** The query of `listEntries`; each condition alone is served by an index in the list's own order. */
export function entriesQuery(
  workspaceId: string,
  conditions: AuditConditions & { few?: readonly string[] | undefined },
  after: AuditPosition | null,
  limit: number,
): { text: string; values: unknown[] } {
  const values: unknown[] = [workspaceId];
  const where = ["workspace_id = $1"];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined || value === "") return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add((p) => `actor_id = ${p}`, conditions.actorId);
  add((p) => `split_part(action, '.', 1) = ${p}`, conditions.group);
  add((p) => `target_type = ${p}`, conditions.targetType);
  add((p) => `target_id = ${p}`, conditions.targetId);
  add((p) => `at >= ${p}::timestamptz`, conditions.since);
  add((p) => `at < ${p}::timestamptz`, conditions.until);
  add(
    (p) => `to_tsvector('simple'::regconfig, translate(actor_name || ' ' || target_name || ' ' ||
      action || ' ' || ip, '.@-_/:', '      ')) @@ to_tsquery('simple'::regconfig, ${p})`,
    conditions.words && conditions.few === undefined ? queryOf(conditions.words) : undefined,
  );
  add((p) => `id = ANY (${p}::bigint[])`, conditions.few);
  if (after !== null) {
    values.push(after.at, after.id);
    where.push(`(at, id) < ($${values.length - 1}::timestamptz, $${values.length}::bigint)`);
  }
  values.push(limit);
  return {
    text: `SELECT ${auditColumns} FROM audit_entries WHERE ${where.join(" AND ")}
      ORDER BY audit_entries.at DESC, audit_entries.id DESC LIMIT $${values.length}`,
    values,
  };
}
