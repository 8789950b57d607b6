import type { Pool } from "pg";
import type { Arrival } from "#lib/nodes/contract.ts";
import { noMetrics, type RunMetrics } from "#lib/operations/run-metrics.ts";
import type { RunDoorbells } from "#lib/queue/start-queue.ts";
import type { Accept } from "./accept.ts";
import { createAcceptor } from "./accept-runs.ts";
import { capacity } from "./capacity.ts";
import { type ClaimedRun, RunPump } from "./claim-runs.ts";
import { DueWaits, enqueueResumption } from "./due-waits.ts";
import { OwnerLease } from "./owner-lease.ts";
import { Reaper } from "./reaper.ts";
import type { RunLog } from "./run-runtime.ts";

export type RunQueueOptions = {
  /** For claiming and waking. */
  pool: Pick<Pool, "query" | "connect">;
  /** For accepting, beside the journal. */
  journalPool: Pick<Pool, "connect">;
  /** For the lease alone. Default: `pool`. */
  leasePool?: Pick<Pool, "query" | "connect">;
  queue: RunDoorbells;
  /** A process that is no worker accepts and keeps a lease for what it walks itself, and no more. */
  roles: readonly ("web" | "worker")[];
  ownerId: string;
  log: RunLog;
  /** How long a lease holds, in ms, renewed at a quarter of that. Default 8,000. */
  leaseMs?: number;
  /** Queued runs are taken up while fewer than this are walked. Default: `capacity.fromQueue`. */
  maxActive?: number;
  /** Default: nobody measures. */
  metrics?: Pick<RunMetrics, "accepted">;
  /** Names the present request. Default: none is known. */
  requestId?: (() => string | undefined) | undefined;
};

/** The one that walks runs, as the queue sees it. */
export type Walker = {
  /** Walks a run that is ours and running by its row; resolves when it has ended or rests. */
  walk(claimed: ClaimedRun): Promise<unknown>;
  /** How many runs it walks now, whatever started them. */
  active(): number;
  /** Runs whose journal was lost with the database; the queue empties it. */
  orphans: Set<string>;
  /** Others may walk our runs by now: every walk here must end without another word. */
  onLeaseLost(): void;
  /** Runs were given up in state `failed`: whoever waits for them should hear. */
  onAbandoned(runIds: string[]): void | Promise<void>;
};

export type RunQueue = {
  accept: Accept;
  /** See `enqueueResumption` in due-waits.ts. */
  enqueueResumption(waitId: string, arrival: Arrival): Promise<boolean>;
  /** Whether this process may begin to walk something: false while its lease is lost. */
  mayWalk(): boolean;
  /** A workspace's limits or its pause have changed. */
  policyChanged(workspaceId: string): void;
  /** Takes this process's lease and, in a worker, begins to hand out runs. */
  start(walker: Walker): Promise<void>;
  /** Takes nothing more in and hands nothing more out; what was taken in is on disk. */
  stopTaking(): Promise<void>;
  /** Gives the runs that are still under way to others, and the lease back. All walks must be over. */
  release(): Promise<void>;
};

/** What a process has to do with the queue of runs, by its roles. Nothing happens before `start`. */
export function createRunQueue(options: RunQueueOptions): RunQueue {
  const { pool, journalPool, queue, ownerId, log, leaseMs = 8_000 } = options;
  const { maxActive = capacity.fromQueue, metrics = noMetrics, leasePool = pool } = options;
  const isWorker = options.roles.includes("worker");
  const acceptor = createAcceptor({
    pool,
    journalPool,
    queue,
    metrics,
    requestId: options.requestId,
  });
  const dueWaits = new DueWaits({ pool, queue, log });
  let lease: OwnerLease | undefined;
  let pump: RunPump | undefined;
  let reaper: Reaper | undefined;

  return {
    accept: acceptor.accept,
    enqueueResumption: (waitId, arrival) => enqueueResumption({ pool, queue }, waitId, arrival),
    mayWalk: () => lease?.holds ?? false,
    policyChanged(workspaceId) {
      acceptor.forgetPolicy(workspaceId);
      pump?.forgetPolicies();
    },
    async start(walker) {
      const { orphans, onLeaseLost: onLost, onAbandoned } = walker;
      const held = new OwnerLease({
        pool: leasePool,
        queue,
        ownerId,
        leaseMs,
        log,
        orphans,
        onLost,
      });
      lease = held;
      await held.start();
      if (!isWorker) return;
      pump = new RunPump({
        pool,
        queue,
        ownerId,
        maxActive,
        log,
        active: walker.active,
        mayClaim: () => held.holds,
        walk: walker.walk,
      });
      reaper = new Reaper({ pool, queue, everyMs: leaseMs / 4, log, onAbandoned });
      pump.start();
      dueWaits.start();
      reaper.start();
    },
    async stopTaking() {
      await Promise.all([acceptor.stop(), pump?.stop(), dueWaits.stop(), reaper?.stop()]);
    },
    async release() {
      await lease?.stop();
    },
  };
}
