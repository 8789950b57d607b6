import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";

/** How a workspace's runs are limited and kept. */
export const runLimits = z.strictObject({
  /** Runs walked at once, over all processes. */
  maxRunning: z.int().min(1).max(10_000),
  /** Runs waiting to be walked; further ones are refused as `queue_full`. */
  maxQueued: z.int().min(1).max(1_000_000),
  /** How long ended runs are kept; dead letters are kept 30 days longer. */
  retentionDays: z.int().min(1).max(3_650),
  /** What files may take up together, in MB. */
  storageMb: z.int().min(10).max(1_000_000),
  /** Days after which a file is deleted. */
  fileDays: z.int().min(1).max(3_650),
});
export type RunLimits = z.infer<typeof runLimits>;

/** What holds for a workspace that has set nothing. */
export const defaultLimits: RunLimits = {
  maxRunning: 200,
  maxQueued: 10_000,
  retentionDays: 30,
  storageMb: 1_000,
  fileDays: 30,
};

/** ms; null while there is nothing to measure. */
export type Percentiles = { p50: number; p95: number } | null;

/** One minute of the last hour; `at` is its beginning, ISO, UTC. */
export type ThroughputMinute = { at: string; ended: number; failed: number };

export type Worker = {
  ownerId: string;
  startedAt: string;
  /** False once its lease ran out: it hangs, or has died a moment ago. */
  alive: boolean;
  /** This workspace's runs in its hands. */
  running: number;
};

/** How a workspace's runs stand at one moment. */
export type QueueSnapshot = {
  at: string;
  queued: number;
  /** How long the oldest queued run has waited, in ms; null when none does. */
  oldestQueuedMs: number | null;
  running: number;
  /** Waits by kind: reply, delay, callback, run, person. */
  waiting: { kind: string; count: number }[];
  /** 60 minutes, the oldest first; the last one is still going on. */
  throughput: ThroughputMinute[];
  /** Over the newest 5,000 runs that began in the last 15 minutes. */
  queueTime: Percentiles;
  duration: Percentiles;
  workers: Worker[];
  dead: number;
  paused: { at: string; by: string } | null;
  limits: RunLimits;
  /** What files take up, in bytes. */
  storageUsed: number;
};

/** A failed run that nobody waited for. */
export type DeadLetter = {
  runId: string;
  flowId: string;
  flowName: string;
  triggerKind: string;
  /** When it failed for good. */
  deadAt: string;
  error: { code: string; message: string };
  /** False: what started it is no longer there whole, so it cannot run again as it was. */
  redrivable: boolean;
};

export type DeadLetterFilter = {
  /** Matches the run's id, the flow's name and the error's text. */
  search?: string;
  cursor?: string;
  /** Default 50, at most 200. */
  limit?: number;
};

/** What became of dead letters that were sent again. */
export type RedriveOutcome = {
  redriven: { runId: string; newRunId: string }[];
  failed: { runId: string; message: string }[];
  /** Dead letters that were not tried, because there were too many for one go or the queue is full. */
  remaining: number;
};

/** Runs that a change to a flow or a connection touches. */
export type Impact = { queued: number; running: number; waiting: number };

export type ImpactTarget = { flowId: string } | { connectionId: string };

/**
 * Looks after a workspace's runs as a whole. Reading asks for `runs.read`, acting on
 * runs for `runs.operate`, setting limits for `workspace.manage`.
 */
export type OperationsService = {
  snapshot(actor: Actor): Promise<QueueSnapshot>;
  /**
   * No live run begins or goes on after a wait; what is being walked goes on to its end or next wait.
   * What is queued, webhooks that are answered at once, schedules, callbacks and chat messages are
   * kept; webhooks that wait for a result are refused as `runs_paused`. Tests and previews go on.
   * Pausing twice changes nothing.
   */
  pause(actor: Actor): Promise<void>;
  /** Whether runs are held back, for whoever looks at anything; null while they are not. */
  paused(actor: Actor): Promise<{ at: string; by: string } | null>;
  resume(actor: Actor): Promise<void>;
  setLimits(actor: Actor, limits: RunLimits): Promise<void>;
  /** Ends every queued, waiting and running run of a flow. Throws `not_found`. */
  cancelFlow(actor: Actor, flowId: string): Promise<{ canceled: number }>;
  /** Newest first. Throws `invalid_input` for a cursor that is none. */
  deadLetters(
    actor: Actor,
    filter: DeadLetterFilter,
  ): Promise<{ letters: DeadLetter[]; nextCursor: string | null }>;
  /**
   * Runs dead letters again with what started them, on their flow's live version; at most 500 in one
   * go. “All” leaves out those that stopped at a step which may have happened (`step_uncertain`): a run
   * of its own has keys of its own, so the other side could not tell that it did.
   */
  redrive(actor: Actor, which: { runIds: readonly string[] } | "all"): Promise<RedriveOutcome>;
  /** Takes letters off the list; the runs stay. At most 500 named in one go. */
  dismiss(
    actor: Actor,
    which: { runIds: readonly string[] } | "all",
  ): Promise<{ dismissed: number }>;
  /** How many runs under way a flow has, or go through a connection. Throws `not_found`. */
  impactOf(actor: Actor, target: ImpactTarget): Promise<Impact>;
};
