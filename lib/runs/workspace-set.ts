import type { NoticeLine } from "#lib/db/notice-line.ts";
import type { RunLog } from "./run-runtime.ts";

export type WorkspaceSetOptions = {
  /** What the set is of, for the log: “listening flows”. */
  what: string;
  /** Reads the whole set. */
  read: () => Promise<readonly string[]>;
  /** Notified, in any process, whenever the set may have changed. */
  channel: string;
  /** Without it, or while its connection is lost, changes are seen after `refreshMs`. */
  line?: Pick<NoticeLine, "on"> | undefined;
  log: Pick<RunLog, "warn">;
  /** Default 5,000. */
  refreshMs?: number | undefined;
};

/** Knows, without asking the database each time, for which workspaces something holds. */
export class WorkspaceSet {
  readonly #options: WorkspaceSetOptions;
  #workspaces: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /** Must be built before `line` is started. */
  constructor(options: WorkspaceSetOptions) {
    this.#options = options;
    options.line?.on(options.channel, () => void this.refresh());
  }

  has(workspaceId: string): boolean {
    return this.#workspaces.has(workspaceId);
  }

  /**
   * Knows the whole set when it resolves; throws when the database cannot be reached. Start the line
   * first, so that nothing changes unheard in between.
   */
  async start(): Promise<void> {
    await this.#load();
    this.#timer = setInterval(() => void this.refresh(), this.#options.refreshMs ?? 5_000).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#refreshing;
  }

  /** Looks again; resolves when a look that began after this call has ended. Never throws. */
  refresh(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#again = true;
    this.#refreshing ??= this.#refreshWhileAsked().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refreshWhileAsked(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#load();
      } catch (error) {
        const { log, what } = this.#options;
        log.warn({ err: error }, `${what} could not be looked up`);
      }
    }
  }

  async #load(): Promise<void> {
    this.#workspaces = new Set(await this.#options.read());
  }
}
