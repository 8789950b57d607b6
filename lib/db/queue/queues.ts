import type { Queue } from "pg-boss";

/** Where the queue's library keeps its tables, apart from ours. */
export const queueSchema = "pgboss";

/**
 * Doorbells: which run is to be walked. They are deleted in the transaction that claims the run.
 * Waits, schedules and pruning look after themselves, and dead letters are runs.
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

/** Mails of the installation, until the mail server has taken them. */
export const mailQueue = "mail";

/** Ten more tries after the first, the last about two hours later. */
export const mailQueueOptions: Omit<Queue, "name" | "partition" | "policy"> = {
  retryLimit: 10,
  retryDelay: 10,
  retryBackoff: true,
  retryDelayMax: 1_800,
  expireInSeconds: 120,
  retentionSeconds: 2 * 86_400,
  deleteAfterSeconds: 600,
};
