import type { Pool } from "pg";
import { type ConnectionUse, insertConnectionUses } from "#lib/db/connections/connection-uses.ts";

type UsageLogOptions = {
  pool: Pick<Pool, "query">;
  /** Told when uses could not be written. */
  onError: (error: unknown) => void;
  /** How long a use waits for others, in ms. Default 1,000. */
  everyMs?: number;
};

/** Rows in one statement. */
const batch = 500;
/** Uses that wait at most; while the database is away, newer ones are lost and said to be. */
const mostWaiting = 20_000;

/**
 * Notes what connections are used for, behind everybody's back: no step waits for it, and a second's
 * uses are written in one statement. Up to a second of them is lost when the process is killed.
 */
export class UsageLog {
  readonly #options: UsageLogOptions;
  #waiting: ConnectionUse[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: UsageLogOptions) {
    this.#options = options;
  }

  add(use: ConnectionUse): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#lost++;
      return;
    }
    this.#waiting.push(use);
    this.#plan();
  }

  /** Resolves when what was noted so far is written, or could not be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.everyMs ?? 1_000).unref();
  }

  async #write(): Promise<void> {
    const { pool, onError } = this.#options;
    while (this.#waiting.length > 0) {
      const uses = this.#waiting.slice(0, batch);
      try {
        await insertConnectionUses(pool, uses);
        this.#waiting.splice(0, uses.length);
      } catch (error) {
        onError(error);
        return this.#plan();
      }
    }
    if (this.#lost === 0) return;
    onError(new Error(`${this.#lost} uses of connections could not be noted`));
    this.#lost = 0;
  }
}
