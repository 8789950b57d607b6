import type { Pool } from "pg";
import { notify } from "#lib/db/listen.ts";
import type { NoticeLine } from "#lib/db/notice-line.ts";
import type { RunLog } from "./run-runtime.ts";

/** How long a test goes on unwatched, in ms: enough for a reload, or for a connection to come back. */
const graceMs = 120_000;
/** How long other processes have to say that somebody watches there, in ms. */
const answerMs = 2_000;

/** `ask <run> <owner>`: does anybody watch it? `here <run> <owner>`: yes, that process does. */
const channel = "patchbay_test_watchers";

export type TestWatchersOptions = {
  pool: Pick<Pool, "query">;
  line: Pick<NoticeLine, "on">;
  /** This process, as it asks the others. */
  ownerId: string;
  /** Nobody watches the test in any process. */
  end(workspaceId: string, runId: string): Promise<void>;
  log: Pick<RunLog, "warn">;
  /** Default 120,000. */
  graceMs?: number | undefined;
  /** Default 2,000. */
  answerMs?: number;
};

/**
 * Ends tests that nobody watches any more: whoever started one has closed the page, and cannot stop
 * it there. The watchers may be spread over processes: before a test ends, all are asked over the
 * line. While the line is down, nothing is ended; the pruner ends tests that are a day old.
 */
export class TestWatchers {
  readonly #options: TestWatchersOptions;
  /** How many watch here, by run. */
  readonly #here = new Map<string, number>();
  /** Whose the runs are that are, or were, watched here. */
  readonly #workspaces = new Map<string, string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #stopped = false;

  /** Must be built before `line` is started. */
  constructor(options: TestWatchersOptions) {
    this.#options = options;
    options.line.on(channel, (said) => this.#hear(said));
  }

  /** Somebody watches a test here, until the returned function is called. */
  watch(workspaceId: string, runId: string): () => void {
    this.#here.set(runId, (this.#here.get(runId) ?? 0) + 1);
    this.#workspaces.set(runId, workspaceId);
    this.#clear(runId);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const others = (this.#here.get(runId) ?? 1) - 1;
      if (others > 0) this.#here.set(runId, others);
      else {
        this.#here.delete(runId);
        this.#askLater(runId);
      }
    };
  }

  /** The test is over. */
  forget(runId: string): void {
    this.#clear(runId);
    this.#workspaces.delete(runId);
  }

  stop(): void {
    this.#stopped = true;
    for (const runId of [...this.#timers.keys()]) this.#clear(runId);
  }

  #hear(said: string | null): void {
    if (said === null) return;
    const { ownerId } = this.#options;
    const [word, runId = "", speaker] = said.split(" ");
    if (word === "here") {
      // They look after it. Our own words may come back when nobody is here any more.
      if (speaker !== ownerId && !this.#here.has(runId)) this.forget(runId);
    } else if (this.#here.has(runId)) this.#say(`here ${runId} ${ownerId}`);
    // Our own question came back: everybody has heard it.
    else if (speaker === ownerId && this.#timers.has(runId)) {
      this.#arm(runId, this.#options.answerMs ?? answerMs, () => this.#end(runId));
    }
  }

  #askLater(runId: string): void {
    if (!this.#workspaces.has(runId)) return;
    this.#arm(runId, this.#options.graceMs ?? graceMs, () => {
      // Should nobody hear it, it is asked again.
      this.#askLater(runId);
      this.#say(`ask ${runId} ${this.#options.ownerId}`);
    });
  }

  #end(runId: string): void {
    const workspaceId = this.#workspaces.get(runId);
    this.forget(runId);
    if (workspaceId === undefined) return;
    const { end, log } = this.#options;
    end(workspaceId, runId).catch((error: unknown) =>
      log.warn({ err: error, runId }, "a test that nobody watches could not be ended"),
    );
  }

  #say(payload: string): void {
    const { pool, log } = this.#options;
    notify(pool, [{ channel, payload }]).catch((error: unknown) =>
      log.warn({ err: error }, "watchers of a test could not be asked for"),
    );
  }

  #arm(runId: string, ms: number, then: () => void): void {
    this.#clear(runId);
    if (!this.#stopped) this.#timers.set(runId, setTimeout(then, ms).unref());
  }

  #clear(runId: string): void {
    clearTimeout(this.#timers.get(runId));
    this.#timers.delete(runId);
  }
}
