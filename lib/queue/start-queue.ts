import type { PoolClient } from "pg";
import { type Db, PgBoss } from "pg-boss";
import { validate as isUuid, v5 as uuidFrom } from "uuid";
import { queueSchema, runQueue } from "#lib/db/queue/queues.ts";
import { createMailJobs, type MailJobs } from "./mail-jobs.ts";

/** Part of every doorbell's name whose run is not named by a UUID; any constant of our own. */
const doorbellNamespace = "2f1f6a50-7d8c-4a3f-9a0e-5a1f5b2c7d10";

export type QueueLog = {
  warn(facts: object, message: string): void;
};

/** Says that a run is to be walked. The run's row, in state `queued`, is what counts. */
export type Doorbell = {
  runId: string;
  workspaceId: string;
  /** A run that has begun already goes before new ones. Default false. */
  begun?: boolean;
  /** Whoever walked it is gone. Default false. */
  interrupted?: boolean;
} & DoorbellNotes;

/** What the log says of a run that is taken up. */
export type DoorbellNotes = {
  /** The process that walked it before. */
  from?: string | undefined;
  /** The request that started it. */
  requestId?: string | undefined;
};

/** A doorbell that a transaction holds. */
export type HeldDoorbell = { jobId: string; runId: string; interrupted: boolean } & DoorbellNotes;

export type FetchDoorbells = {
  limit: number;
  /** Workspaces whose runs are left where they are. */
  ignore?: readonly string[];
  /** At most so many of each workspace. */
  ofEach?: number;
};

export type RunDoorbells = {
  /** Rings within the caller's transaction: heard once it commits. Ringing twice is as good as once. */
  ring(client: PoolClient, doorbells: readonly Doorbell[]): Promise<void>;
  /** Holds doorbells, those of begun runs first, then the oldest, until the caller's transaction ends. */
  fetch(client: PoolClient, options: FetchDoorbells): Promise<HeldDoorbell[]>;
  /** Takes held doorbells off; rolled back, they are there for anybody again. */
  drop(client: PoolClient, jobIds: readonly string[]): Promise<void>;
  /** Hears soon after a doorbell was rung, in any process. Only a hint: look from time to time anyway. */
  onRing(listener: () => void): () => void;
};

export type RunningQueue = RunDoorbells & {
  mail: MailJobs;
  /** Rings and hears nothing more; closes every connection. */
  stop(): Promise<void>;
};

export type QueueOptions = {
  databaseUrl: string;
  roles: readonly ("web" | "worker")[];
  log: QueueLog;
};

/**
 * Starts this process's side of the queue; `installQueue` must have run. A process that is no worker
 * only adds to it: it neither listens nor looks after what others left. Rejects when the database
 * cannot be reached.
 */
export async function startQueue({ databaseUrl, roles, log }: QueueOptions): Promise<RunningQueue> {
  const isWorker = roles.includes("worker");
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: queueSchema,
    application_name: "patchbay-queue",
    max: isWorker ? 3 : 1,
    // One ear is enough, and it is ours: see `listen`.
    useListenNotify: false,
    supervise: isWorker,
    // Schedules are ours: to the second, with intervals, and nothing fires for a past minute.
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    queueCacheIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
    persistQueueStats: true,
  });
  // Without a listener, a lost connection would end the process.
  boss.on("error", (error) => log.warn({ reason: error.message }, "the queue had trouble"));
  boss.on("warning", (warning) => log.warn({ reason: warning.message }, "the queue warns"));
  await boss.start();
  const listeners = new Set<() => void>();
  const ears = isWorker ? await listen(boss, listeners) : undefined;
  return {
    mail: createMailJobs(boss),
    async ring(client, doorbells) {
      if (doorbells.length === 0) return;
      const jobs = doorbells.map(({ runId, workspaceId, begun, interrupted, from, requestId }) => ({
        id: doorbellId(runId),
        data: { runId, ...(interrupted && { interrupted }), from, requestId },
        group: { id: workspaceId },
        priority: begun ? 1 : 0,
      }));
      await boss.insert(runQueue, jobs, { db: over(client) });
    },
    async fetch(client, { limit, ignore = [], ofEach }) {
      const jobs = await boss.fetch<{ runId: string; interrupted?: boolean } & DoorbellNotes>(
        runQueue,
        {
          batchSize: limit,
          db: over(client),
          ...(ignore.length > 0 && { ignoreGroups: [...ignore] }),
          ...(ofEach !== undefined && { groupConcurrency: ofEach }),
        },
      );
      return jobs.map(({ id, data }) => ({
        jobId: id,
        runId: data.runId,
        interrupted: data.interrupted ?? false,
        from: data.from,
        requestId: data.requestId,
      }));
    },
    async drop(client, jobIds) {
      if (jobIds.length > 0) await boss.deleteJob(runQueue, [...jobIds], { db: over(client) });
    },
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      await ears?.close().catch(() => undefined);
      await boss.stop({ graceful: true, timeout: 2_000 });
    },
  };
}

/** The library's statements, on a connection of ours. */
function over(client: PoolClient): Db {
  return { executeSql: (text, values) => client.query(text, values) };
}

/** The same for the same run, so that a second ring changes nothing. */
function doorbellId(runId: string): string {
  return isUuid(runId) ? runId : uuidFrom(runId, doorbellNamespace);
}

/** Hears the notifications that the library sends with every job; it reconnects by itself. */
async function listen(boss: PgBoss, listeners: ReadonlySet<() => void>) {
  const db = boss.getDb();
  const { rows } = await db.executeSql(
    "SELECT 'pgboss_' || left(encode(sha224($1::bytea), 'hex'), 24) AS channel",
    [Buffer.from(queueSchema)],
  );
  const tell = (queue?: string) => {
    if (queue === undefined || queue === runQueue) for (const listener of listeners) listener();
  };
  // After a reconnect anything may have been missed.
  return db.listen?.(rows[0].channel, tell, () => tell());
}
