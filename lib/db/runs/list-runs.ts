import type { Pool } from "pg";
import { type Grantee, granted } from "#lib/db/flows/granted.ts";
import type { RunFilter } from "#lib/runs/contract.ts";
import { type RunRecord, readRun, runColumns } from "./find-run.ts";

/** Where a page ended: the last run's start and id. */
export type RunPosition = { startedAt: string; id: string };

/** A workspace's runs, newest first, one more than `limit` when there are more. */
export async function listRuns(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  filter: Omit<RunFilter, "cursor" | "limit">,
  after: RunPosition | null,
  limit: number,
): Promise<RunRecord[]> {
  const values: unknown[] = [workspaceId, role, person];
  const conditions = ["r.workspace_id = $1", granted("f", "$2", "$3")];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (filter.flowId !== undefined) add((p) => `r.flow_id = ${p}`, filter.flowId);
  if (filter.state !== undefined) add((p) => `r.state = ${p}`, filter.state);
  if (filter.mode !== undefined) add((p) => `r.mode = ${p}`, filter.mode);
  if (filter.triggerKind !== undefined) add((p) => `r.trigger_kind = ${p}`, filter.triggerKind);
  if (filter.since !== undefined) add((p) => `r.started_at >= ${p}::timestamptz`, filter.since);
  if (filter.until !== undefined) add((p) => `r.started_at < ${p}::timestamptz`, filter.until);
  const search = filter.search?.trim();
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
    add((p) => `(r.id ILIKE ${p} OR f.name ILIKE ${p} OR r.error->>'message' ILIKE ${p})`, pattern);
  }
  if (after !== null) {
    values.push(after.startedAt, after.id);
    conditions.push(
      `(r.started_at, r.id) < ($${values.length - 1}::timestamptz, $${values.length})`,
    );
  }
  values.push(limit + 1);
  const { rows } = await pool.query<Parameters<typeof readRun>[0]>(
    `SELECT ${runColumns} WHERE ${conditions.join(" AND ")}
     ORDER BY r.started_at DESC, r.id DESC LIMIT $${values.length}`,
    values,
  );
  return rows.map(readRun);
}
