import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Totals } from "#lib/db/operations/read-totals.ts";
import type { RunMetrics } from "#lib/operations/run-metrics.ts";

/** A connection pool, as far as it tells how busy it is. */
export type WatchedPool = {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
};

export type MetricsDeps = {
  /** Asked with every scrape. */
  readTotals(): Promise<Totals>;
  /** By the name they are shown under. */
  pools: { readonly [name: string]: WatchedPool };
};

export type Metrics = {
  runs: RunMetrics;
  /** A request was turned away, for load, a pause or a stop. */
  shed(surface: string, code: string): void;
  contentType: string;
  /** Everything in Prometheus's text format. */
  text(): Promise<string>;
};

/** From half a millisecond to half a minute, in seconds. */
const seconds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/**
 * What this process and the queue it shares are doing. Counters and histograms are this process's
 * own; the queue's gauges come from the database and are the same in every process.
 */
export function createMetrics({ readTotals, pools }: MetricsDeps): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `patchbay_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: Label[] = [],
  ) => new Histogram({ name: `patchbay_${name}`, help, buckets, labelNames, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `patchbay_${name}`, help, labelNames, registers });

  const runsEnded = counter("runs_ended_total", "Runs that ended in this process.", [
    "state",
    "trigger",
  ]);
  const takenOver = counter(
    "runs_taken_over_total",
    "Runs that this process had to let go of, because another had taken them over or might have.",
    [],
  );
  const shed = counter("requests_shed_total", "Requests turned away by this process.", [
    "surface",
    "code",
  ]);
  const steps = counter("steps_total", "Steps that ended in this process.", ["type", "state"]);
  const stepSeconds = histogram("step_duration_seconds", "How long steps took.", seconds, ["type"]);
  const queueSeconds = histogram(
    "run_queue_seconds",
    "How long runs waited in the queue before they began.",
    seconds,
  );
  const acceptSeconds = histogram(
    "accept_duration_seconds",
    "How long it took until an accepted run was on disk.",
    seconds,
  );
  const flushSeconds = histogram(
    "journal_flush_duration_seconds",
    "How long a batch of the journal took to be on disk.",
    seconds,
  );
  const flushRuns = histogram(
    "journal_flush_runs",
    "Runs in a batch of the journal.",
    [1, 2, 5, 10, 20, 50, 100, 200, 500],
  );

  const up = gauge("database_up", "Whether the database answered this scrape.");
  const queued = gauge("queue_depth", "Runs that wait to be walked.");
  const oldest = gauge("queue_oldest_age_seconds", "How long the oldest queued run has waited.");
  const running = gauge("runs_running", "Runs that are being walked.");
  const dead = gauge("dead_letters", "Failed runs that nobody waited for and nobody looked after.");
  const waiting = gauge("runs_waiting", "Open waits.", ["kind"]);
  const connections = gauge("db_pool_connections", "Connections to the database.", [
    "pool",
    "state",
  ]);
  const callers = gauge("db_pool_waiting", "Callers that wait for a connection.", ["pool"]);

  async function measure(): Promise<void> {
    for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
      connections.set({ pool, state: "idle" }, idleCount);
      connections.set({ pool, state: "busy" }, totalCount - idleCount);
      callers.set({ pool }, waitingCount);
    }
    waiting.reset();
    try {
      const totals = await readTotals();
      up.set(1);
      queued.set(totals.queued);
      oldest.set(totals.oldestQueuedSeconds);
      running.set(totals.running);
      dead.set(totals.dead);
      for (const { kind, count } of totals.waiting) waiting.set({ kind }, count);
    } catch {
      // The process's own figures are worth most when the database is gone; those of the queue, which
      // nobody knows now, are not made up.
      up.set(0);
      for (const unknown of [queued, oldest, running, dead]) unknown.set(Number.NaN);
    }
  }

  return {
    contentType: registry.contentType,
    shed: (surface, code) => shed.inc({ surface, code }),
    async text() {
      await measure();
      return registry.metrics();
    },
    runs: {
      accepted: (durationMs) => acceptSeconds.observe(durationMs / 1000),
      runEnded({ state, triggerKind, queuedAt, startedAt }) {
        runsEnded.inc({ state, trigger: triggerKind });
        // A run that went on after a wait was queued anew, after its start.
        if (queuedAt !== null && queuedAt <= startedAt) {
          queueSeconds.observe((startedAt - queuedAt) / 1000);
        }
      },
      stepEnded({ nodeType, state, durationMs }) {
        steps.inc({ type: nodeType, state });
        stepSeconds.observe({ type: nodeType }, durationMs / 1000);
      },
      takenOver: () => takenOver.inc(),
      journalFlushed({ durationMs, runs }) {
        flushSeconds.observe(durationMs / 1000);
        flushRuns.observe(runs);
      },
    },
  };
}
