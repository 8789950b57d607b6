import type { PoolClient } from "pg";
import type { Doorbell } from "#lib/queue/start-queue.ts";
import { queueSchema } from "./queues.ts";

/** One process at a time looks for them. */
const lockKey = 7_305_419_024;

/** Found at once at most. */
export const forgottenAtOnce = 1_000;

/**
 * Queued runs that have waited for ten seconds without a doorbell, and none while another process
 * looks for them: after a restore of our tables without the queue's, say. Must be in a transaction.
 */
export async function findForgotten(client: Pick<PoolClient, "query">): Promise<Doorbell[]> {
  // What is known about a queue's size is always stale; a loop in a loop over two long queues never ends.
  await client.query("SET LOCAL enable_nestloop = off");
  const { rows } = await client.query<Doorbell>({
    name: "queue_find_forgotten",
    text: `WITH mine AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($1) AS held)
           SELECT r.id AS "runId", r.workspace_id AS "workspaceId", r.fence > 0 AS begun
           FROM runs r WHERE (SELECT held FROM mine) AND r.state = 'queued'
             AND r.queued_at < clock_timestamp() - interval '10 s'
             AND NOT EXISTS (
               SELECT 1 FROM ${queueSchema}.job j WHERE j.name = 'run'
                 AND j.data->>'runId' = r.id)
           LIMIT $2`,
    values: [lockKey, forgottenAtOnce],
  });
  return rows;
}
