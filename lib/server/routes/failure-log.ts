import type { Problem } from "./problem-reply.ts";

export type RouteLog = {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
};

/** Work turned away so that the rest gets done: no fault of its own, and never rare when it comes. */
const shedding: ReadonlySet<string> = new Set([
  "overloaded",
  "queue_full",
  "not_ready",
  "runs_paused",
  "shutting_down",
  "database_unavailable",
]);

export type FailureLogOptions = {
  log: RouteLog;
  /** What failed, for the log: “a webhook failed”. */
  message: string;
  /** Hears of every request that was turned away. */
  onShed?: ((code: string) => void) | undefined;
  /** Between two lines about what was turned away, in ms. Default 10,000. */
  everyMs?: number;
};

/**
 * Writes down what failed on our side. Under load thousands are turned away a second: of those the
 * log gets the first, and then how many there were, once an interval; `onShed` hears of each.
 */
export function createFailureLog(options: FailureLogOptions) {
  const { log, message, onShed, everyMs = 10_000 } = options;
  /** Turned away since the last line, by code; undefined while all is calm. */
  let counts: Map<string, number> | undefined;

  function tell(): void {
    if (counts === undefined || counts.size === 0) {
      counts = undefined;
      return;
    }
    log.warn(
      { refused: Object.fromEntries(counts), withinMs: everyMs },
      "requests were turned away",
    );
    counts = new Map();
    setTimeout(tell, everyMs).unref();
  }

  return (error: unknown, { status, body: { code } }: Problem): void => {
    if (!shedding.has(code)) {
      if (status >= 500) log.error({ err: error }, message);
      return;
    }
    onShed?.(code);
    if (counts !== undefined) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
      return;
    }
    counts = new Map();
    log.warn({ code }, "requests are turned away");
    setTimeout(tell, everyMs).unref();
  };
}
