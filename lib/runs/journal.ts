import { storableJson } from "#lib/db/runs/storable-json.ts";
import type { RunRow, RunWrite, StepRow, WaitRow } from "#lib/db/runs/write-journal.ts";
import { isOpen } from "#lib/engine/step-record.ts";
import { databaseUnavailable, isConnectionLoss } from "#lib/errors/connection-loss.ts";
import { EngineError } from "#lib/errors/engine-error.ts";

/** Runs in one statement at most, so that one flush stays short and memory bounded. */
const maxRunsInFlush = 400;

/** Writes runs, all or nothing, and returns the ids of those that still belong to their writer. */
export type WriteRuns = (writes: readonly RunWrite[]) => Promise<Set<string>>;

/**
 * Writes what happens in runs to Postgres in groups: at once when idle, and whatever comes up while
 * a flush is under way in the next one. One flush at a time: two would contend for the log's lock and
 * its disk, and both be smaller (measured: a fifth fewer runs a second). `fsync` stays on: what is awaited is on disk.
 *
 * When it fails: without a database, the runs waiting for it hear `database_unavailable` and the
 * next flush tries afresh. A run that another owner has taken over hears `stale_fence`. A batch that
 * Postgres refuses is halved until the run at fault stands alone and hears `journal_refused`.
 */
export class Journal {
  readonly #store: WriteRuns;
  #queue: RunJournal[] = [];
  #isFlushing = false;
  #scheduled = false;

  constructor(store: WriteRuns) {
    this.#store = store;
  }

  /** Opens the journal of one run. `isNew`: its row is not in the database yet. */
  open(row: RunRow, isNew: boolean): RunJournal {
    return new RunJournal(row, isNew, (run) => this.#enqueue(run));
  }

  #enqueue(run: RunJournal): void {
    this.#queue.push(run);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#isFlushing || this.#queue.length === 0) return;
    this.#scheduled = true;
    // After what the event loop has at hand: runs that ended together are written together.
    setImmediate(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    const runs = this.#queue;
    this.#queue = runs.length > maxRunsInFlush ? runs.splice(maxRunsInFlush) : [];
    this.#isFlushing = true;
    await this.#write(runs.map((run) => ({ run, write: run.take() })));
    this.#isFlushing = false;
    this.#schedule();
  }

  /** Never rejects: each run hears its own outcome. */
  async #write(batch: { run: RunJournal; write: RunWrite }[]): Promise<void> {
    let written: Set<string>;
    try {
      written = await this.#store(batch.map(({ write }) => write));
    } catch (error) {
      if (isConnectionLoss(error)) {
        const unavailable = databaseUnavailable(error);
        for (const { run } of batch) run.done(unavailable);
      } else if (batch.length === 1) {
        await this.#writeRefused(batch, error);
      } else {
        const middle = batch.length >> 1;
        await this.#write(batch.slice(0, middle));
        await this.#write(batch.slice(middle));
      }
      return;
    }
    for (const { run, write } of batch) {
      run.done(written.has(write.row.id) ? undefined : staleFence(write.row.id));
    }
  }

  /** Postgres refused this run by itself: most often text it cannot hold, which can be mended. */
  async #writeRefused(
    batch: { run: RunJournal; write: RunWrite }[],
    cause: unknown,
  ): Promise<void> {
    const only = batch[0];
    if (only === undefined) return;
    const mended = mendWrite(only.write);
    if (mended !== undefined) {
      await this.#write([{ run: only.run, write: mended }]);
      return;
    }
    only.run.done(
      new EngineError("journal_refused", "What happened in this run could not be recorded.", {
        cause,
      }),
    );
  }
}

/** One run's side of the journal: gathers, and is flushed with others. */
export class RunJournal {
  readonly row: RunRow;
  #isNew: boolean;
  #steps: StepRow[] = [];
  #waits: WaitRow[] = [];
  /** Set with the run's end when somebody listens for it. */
  announce = false;
  #begun = 0;
  #pending: PromiseWithResolvers<void> | undefined;
  #inFlight: PromiseWithResolvers<void> | undefined;
  #tookNew = false;
  #failed: { error: unknown } | undefined;
  readonly #enqueue: (run: RunJournal) => void;

  constructor(row: RunRow, isNew: boolean, enqueue: (run: RunJournal) => void) {
    this.row = row;
    this.#isNew = isNew;
    this.#enqueue = enqueue;
  }

  /** Steps not handed to Postgres yet. */
  get buffered(): number {
    return this.#steps.length;
  }

  /** Whether the run's row has been handed to Postgres. */
  get isStored(): boolean {
    return !this.#isNew;
  }

  addStep(step: StepRow): void {
    if (this.#begun > 0) {
      // One statement must not write a row twice: the newer record takes the place of the older.
      const earlier = this.#steps.findIndex(
        ({ activationId }) => activationId === step.activationId,
      );
      if (earlier >= 0) this.#steps.splice(earlier, 1);
    }
    if (isOpen(step.state)) this.#begun += 1;
    this.#steps.push(step);
  }

  addWait(wait: WaitRow): void {
    this.#waits.push(wait);
  }

  /**
   * Resolves when everything added so far, and the row as it is now, is on disk. Once a flush has
   * failed all later ones do: what it carried is missing.
   */
  flush(): Promise<void> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed.error);
    if (this.#pending === undefined) {
      this.#pending = Promise.withResolvers();
      if (this.#inFlight === undefined) this.#enqueue(this);
    }
    return this.#pending.promise;
  }

  /** Gives up what could not be written, so that at least the row's end can be. */
  startOver(): void {
    this.#failed = undefined;
    this.#steps = [];
    this.#waits = [];
  }

  /** For the journal: hands over what is there. */
  take(): RunWrite {
    this.#inFlight = this.#pending;
    this.#pending = undefined;
    const write = {
      isNew: this.#isNew,
      row: { ...this.row },
      steps: this.#steps,
      waits: this.#waits,
      announce: this.announce,
    };
    this.#tookNew = this.#isNew;
    this.#isNew = false;
    this.#steps = [];
    this.#waits = [];
    this.#begun = 0;
    return write;
  }

  /** For the journal: what it took is on disk, or is not. */
  done(error: unknown): void {
    const flight = this.#inFlight;
    this.#inFlight = undefined;
    if (error === undefined) {
      flight?.resolve();
      if (this.#pending !== undefined) this.#enqueue(this);
      return;
    }
    this.#failed = { error };
    this.#isNew = this.#tookNew;
    flight?.reject(error);
    this.#pending?.reject(error);
    this.#pending = undefined;
  }
}

/** What a run hears that belongs to another process by now. */
export function staleFence(runId: string): EngineError {
  return new EngineError("stale_fence", "Another process has taken this run over.", {
    details: { runId },
  });
}

function mendWrite(write: RunWrite): RunWrite | undefined {
  const mended = storableJson(write);
  return mended === write ? undefined : mended;
}
