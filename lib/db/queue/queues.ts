import type { Queue } from "pg-boss";

/** Where the queue's library keeps its tables, apart from ours. */
export const queueSchema = "pgboss";

/** Last named, first needed: `dead` has to be there before the queues that point at it. */
export const queueNames = ["dead", "run", "deliver", "prune", "probe"] as const;
export type QueueName = (typeof queueNames)[number];

/**
 * `partition`: a table of its own. In the shared one the planner's statistics about a queue are
 * always stale, and draining slows down tenfold until they are gathered (measured).
 */
const own = { partition: true } as const;
const notify = { notify: true } as const;

/** What each queue is like: `fixed` holds for its whole life, `changeable` is brought up to date. */
export const queueOptions: {
  [name in QueueName]: {
    fixed: Pick<Queue, "partition" | "policy">;
    changeable: Omit<Queue, "name" | "partition" | "policy">;
  };
} = {
  dead: { fixed: own, changeable: { ...notify, retentionSeconds: 30 * 86_400 } },
  // Doorbells: which run is to be walked. They are deleted in the transaction that claims the run.
  run: { fixed: own, changeable: { ...notify, retryLimit: 1, retentionSeconds: 365 * 86_400 } },
  deliver: {
    fixed: own,
    changeable: {
      ...notify,
      retryLimit: 8,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 3_600,
      heartbeatSeconds: 10,
      deadLetter: "dead",
    },
  },
  prune: { fixed: { ...own, policy: "exclusive" }, changeable: { ...notify, retryLimit: 1 } },
  probe: { fixed: { ...own, policy: "exclusive" }, changeable: { ...notify, retryLimit: 1 } },
};
