import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import {
  type BudgetKey,
  givePlaceBack,
  pauseStarts,
  pruneBudgets,
  reserveStart,
  takePlace,
  timeUntilResumed,
  timeUntilStart,
} from "#lib/db/budgets/budget-rows.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { RateLimit } from "./rate-limit.ts";

export type BudgetsOptions = {
  pool: Pick<Pool, "query">;
  log: { warn(facts: object, message: string): void };
};

/** A request's turn: call it once the request is over. */
export type Turn = { over: () => void };

const windows = { second: 1_000, minute: 60_000, hour: 3_600_000 };
/** So many starts are kept: a larger number is that many in a fitting part of the window. */
const keptStarts = 500;
/** Longest pause that is taken at another system's word, in ms. */
const longestPauseMs = 3_600_000;
const pruneEveryMs = 3_600_000;

/**
 * How often and how many at once a connection may call a host, over all processes: the database keeps
 * the order. Nothing is asked of it where no limit is set.
 */
export class Budgets {
  readonly #options: BudgetsOptions;
  /** Who waits for a place in this process, in order: one of them asks the database. */
  readonly #lines = new Map<string, Promise<void>>();
  #pruning: NodeJS.Timeout | undefined;

  constructor(options: BudgetsOptions) {
    this.#options = options;
  }

  start(): void {
    const { pool, log } = this.#options;
    this.#pruning = setInterval(() => {
      pruneBudgets(pool).catch((error) => log.warn({ err: error }, "budgets were not pruned"));
    }, pruneEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.#pruning);
  }

  /**
   * Waits until the request may begin.
   *
   * @param patienceMs how long that may take at most
   * @param leaseMs how long the request itself may take
   * @throws UpstreamError `rate_limited`, with when to try again; UserError `run_canceled`
   */
  async enter(
    key: BudgetKey,
    limit: RateLimit,
    {
      patienceMs,
      leaseMs,
      signal,
    }: { patienceMs: number; leaseMs: number; signal?: AbortSignal | undefined },
  ): Promise<Turn> {
    const until = Date.now() + patienceMs;
    const turn =
      limit.atOnce === undefined
        ? { over: () => undefined }
        : await this.#place(key, limit.atOnce, until, patienceMs + leaseMs, signal);
    try {
      await this.#start(key, windowOf(limit), until, signal);
      return turn;
    } catch (error) {
      turn.over();
      throw error;
    }
  }

  /** The other side has answered 429: everybody leaves it alone for so long. Never throws. */
  async pause(key: BudgetKey, retryAfterMs: number): Promise<void> {
    const { pool, log } = this.#options;
    await pauseStarts(
      pool,
      key,
      Math.min(longestPauseMs, Math.max(0, Math.ceil(retryAfterMs))),
    ).catch((error: unknown) => log.warn({ err: error }, "a pause could not be noted"));
  }

  async #start(
    key: BudgetKey,
    window: { requests: number; windowMs: number },
    until: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { pool } = this.#options;
    for (;;) {
      const waitMs = await reserveStart(pool, key, window, Math.max(0, until - Date.now()));
      if (waitMs === undefined) {
        throw rateLimited(key.host, await timeUntilStart(pool, key, window));
      }
      if (waitMs === 0) return;
      await wait(waitMs, signal);
      // Meanwhile the other side may have asked for patience.
      if ((await timeUntilResumed(pool, key)) === 0) return;
    }
  }

  /** One after the other in this process, so that whoever came first is first. */
  async #place(
    key: BudgetKey,
    atOnce: number,
    until: number,
    leaseMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Turn> {
    const { pool, log } = this.#options;
    const name = JSON.stringify([key.workspaceId, key.connectionId, key.host]);
    const before = this.#lines.get(name) ?? Promise.resolve();
    const { promise: mine, resolve: done } = Promise.withResolvers<void>();
    const line = before.then(() => mine);
    this.#lines.set(name, line);
    try {
      await waitFor(before, Math.max(0, until - Date.now()), signal);
      const holder = uuid();
      for (let tries = 0; ; tries++) {
        if (Date.now() < until || tries === 0) {
          if (await takePlace(pool, key, { holder, atOnce, leaseMs })) {
            const over = () =>
              void givePlaceBack(pool, key, holder).catch((error: unknown) =>
                log.warn({ err: error }, "a place could not be given back"),
              );
            return { over };
          }
        }
        if (Date.now() >= until) throw rateLimited(key.host, 1_000);
        await wait(Math.min(200, 10 * 2 ** Math.min(tries, 5), until - Date.now()), signal);
      }
    } finally {
      done();
      if (this.#lines.get(name) === line) this.#lines.delete(name);
    }
  }
}

function windowOf({ requests, per }: RateLimit): { requests: number; windowMs: number } {
  const windowMs = windows[per ?? "second"];
  // Without a number, only pauses and places count.
  if (requests === undefined) return { requests: 1, windowMs: 0 };
  if (requests <= keptStarts) return { requests, windowMs };
  return { requests: keptStarts, windowMs: Math.ceil((windowMs * keptStarts) / requests) };
}

/** Waits for those before, but no longer than this. */
async function waitFor(
  before: Promise<void>,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const over = new AbortController();
  const ends = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  try {
    await Promise.race([before, wait(ms, ends)]);
  } finally {
    over.abort();
  }
}

async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new UserError("run_canceled", "The run was cancelled.", { cause: error });
  }
}

function rateLimited(host: string, waitMs: number): UpstreamError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new UpstreamError(
    "rate_limited",
    `${host} may not be called again for about ${seconds} s: the connection's limit is used up.`,
    {
      retryAfterMs: Math.max(1, waitMs),
      next: "An administrator sets the limit under Connections, “Limits”. Give the step more time or more tries to wait for its turn.",
    },
  );
}
