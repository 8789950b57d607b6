import type { Queue } from "pg-boss";

/** Where the queue's library keeps its tables, apart from ours. */
export const queueSchema = "pgboss";

/**
 * Doorbells: which run is to be walked. They are deleted in the transaction that claims the run. The
 * one queue there is: waits, schedules and pruning look after themselves, and dead letters are runs.
 */
export const runQueue = "run";

/** `fixed` holds for the queue's whole life, `changeable` is brought up to date at every start. */
export const runQueueOptions: {
  fixed: Pick<Queue, "partition">;
  changeable: Omit<Queue, "name" | "partition" | "policy">;
} = {
  // A table of its own. In the shared one the planner's statistics about a queue are always stale,
  // and draining slows down tenfold until they are gathered (measured).
  fixed: { partition: true },
  changeable: { notify: true, retryLimit: 1, retentionSeconds: 365 * 86_400 },
};
