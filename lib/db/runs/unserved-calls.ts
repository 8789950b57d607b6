import type { Pool } from "pg";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { RunCall } from "#lib/nodes/contract.ts";

/** A wait for another run whose start or end did not reach it: a process died in between. */
export type UnservedCall = {
  waitId: string;
  callerId: string;
  call: RunCall;
  /** How the called run ended; null when it was never started. */
  ended: {
    runId: string;
    state: "succeeded" | "failed" | "canceled";
    output: Json;
    error: ErrorInfo | null;
  } | null;
};

/** Calls that have been open for ten seconds although there is nothing to wait for. */
export async function findUnservedCalls(pool: Pick<Pool, "query">): Promise<UnservedCall[]> {
  const { rows } = await pool.query<UnservedCall>({
    name: "runs_unserved_calls",
    text: `SELECT w.id AS "waitId", w.run_id AS "callerId", w.state->'call' AS call,
             CASE WHEN c.id IS NULL THEN NULL ELSE json_build_object('runId', c.id,
               'state', c.state, 'output', c.result, 'error', c.error) END AS ended
           FROM waits w JOIN runs r ON r.id = w.run_id
             LEFT JOIN runs c ON c.id = w.state->'call'->>'runId'
           WHERE w.kind = 'run' AND w.consumed_at IS NULL AND r.state = 'waiting'
             AND NOT w.state ? 'arrived'
             AND w.created_at < clock_timestamp() - interval '10 seconds'
             AND (c.id IS NULL OR c.state IN ('succeeded', 'failed', 'canceled'))
           LIMIT 200`,
  });
  return rows;
}
