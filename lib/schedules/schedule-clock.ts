import type { Pool } from "pg";
import { v5 as uuidOf } from "uuid";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import {
  advanceSchedules,
  type DueSchedule,
  lockDueSchedules,
} from "#lib/db/schedules/due-schedules.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { Accept } from "#lib/runs/accept.ts";
import type { RunLog } from "#lib/runs/run-runtime.ts";
import type { Schedule, ScheduledPayload } from "./contract.ts";
import { HoldOff } from "./hold-off.ts";
import { type Firing, planFiring } from "./plan-firing.ts";
import { Ticker } from "./ticker.ts";

export type ScheduleClockOptions = {
  /** Needs one connection while a round lasts; must not be the only one that `accept` has. */
  pool: Pool;
  flows: Pick<FlowStore, "liveByFlow">;
  accept: Accept;
  log: RunLog;
  /** How often to look, in ms. Default 250. */
  everyMs?: number;
};

/** Schedules handled in one round. */
const batch = 100;

/** How long a schedule whose run could not be started is left alone, in ms. */
const retryMs = 5_000;

/**
 * Names the run of a schedule's time. Any constant of our own; see RFC 9562, section 5.5.
 */
const namespace = "6f1d5a0e-5c0b-4f0e-9a6f-4d3b2c7e8a10";

/**
 * Starts the runs of schedules that are due. Any number of processes may have one: due rows are
 * locked, each run's id follows from the schedule and the time it was due, and it is accepted before
 * the schedule moves on. So a process that dies in between loses no firing, and the one that finds
 * the row again doubles none.
 */
export class ScheduleClock {
  readonly #options: ScheduleClockOptions;
  readonly #ticker: Ticker;
  readonly #held = new HoldOff();

  constructor(options: ScheduleClockOptions) {
    this.#options = options;
    this.#ticker = new Ticker({
      everyMs: options.everyMs ?? 250,
      round: () => this.round(),
      onError: (error) => options.log.warn({ err: error }, "schedules could not be looked at"),
    });
  }

  start(): void {
    this.#ticker.start();
  }

  /** Resolves when nothing of this clock is under way any more. */
  async stop(): Promise<void> {
    await this.#ticker.stop();
  }

  /** Handles what is due now; true when there may be more. */
  async round(): Promise<boolean> {
    return await inTransaction(this.#options.pool, async (client) => {
      const due = await lockDueSchedules(client, this.#held.keys(), batch);
      if (due.length === 0) return false;
      const results = await Promise.all(due.map((row) => this.#handle(row)));
      const advances = results.filter((result) => result !== null);
      if (advances.length > 0) await advanceSchedules(client, advances);
      return due.length === batch;
    });
  }

  /** What becomes of a row that is due; null leaves it as it is, to be found again. */
  async #handle(row: DueSchedule) {
    try {
      // Written by `syncSchedules` alone.
      const schedule = row.settings as Schedule;
      const firing = planFiring(schedule, row.nextAt, row.now);
      const { nextAt } = firing;
      // The flow was deleted; if it comes back, it does not make up for the meantime.
      const asleep = { id: row.id, nextAt, firedFor: null };
      if (row.liveVersionId === null || firing.scheduledFor === null) return asleep;
      const fired = await this.#fire(row, schedule, {
        ...firing,
        scheduledFor: firing.scheduledFor,
      });
      return fired ? { id: row.id, nextAt, firedFor: firing.scheduledFor } : null;
    } catch (error) {
      const full = isPatchbayError(error) && String(error.code) === "queue_full";
      const pause = (isPatchbayError(error) ? error.retryAfterMs : undefined) ?? retryMs;
      this.#held.put(full ? row.workspaceId : row.id, pause);
      const facts = { err: error, scheduleId: row.id, flowId: row.flowId };
      this.#options.log.warn(facts, "a scheduled run could not be started; it is tried again");
      return null;
    }
  }

  /** False when this process still remembers what was published before; it learns within a second. */
  async #fire(
    row: DueSchedule,
    schedule: Schedule,
    firing: Firing & { scheduledFor: Date },
  ): Promise<boolean> {
    const target = await this.#options.flows.liveByFlow(row.flowId);
    if (target?.versionId !== row.liveVersionId || target === null) {
      this.#held.put(row.id, 200);
      return false;
    }
    const scheduledFor = firing.scheduledFor.toISOString();
    const payload: ScheduledPayload = {
      scheduledFor,
      firedAt: row.now.toISOString(),
      zone: schedule.kind === "cron" ? schedule.zone : "UTC",
      missed: firing.missed,
    };
    await this.#options.accept({
      runId: uuidOf(`${row.id} ${scheduledFor}`, namespace),
      target: { ...target, triggerNodeId: row.nodeId },
      triggerKind: "schedule",
      triggerNodeId: row.nodeId,
      payload,
    });
    return true;
  }
}
