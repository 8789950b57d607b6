import type { Pool } from "pg";
import { listeningWorkspaces } from "#lib/db/run-listeners/listening-workspaces.ts";
import type { RunLog } from "#lib/runs/run-runtime.ts";
import { listenersChannel } from "./contract.ts";

export type ListenerDirectoryOptions = {
  pool: Pick<Pool, "query">;
  log: RunLog;
  /**
   * Calls `onNotice` at each NOTIFY on a channel, until the returned function is called. Without it,
   * or while its connection is lost, changes are seen after `refreshMs`.
   */
  listen?: (channel: string, onNotice: () => void) => Promise<() => Promise<void>>;
  /** Default 5,000. */
  refreshMs?: number;
};

/**
 * Knows, without asking the database, in which workspaces somebody listens for other flows' runs, so
 * that the ends of all other runs cost nothing.
 */
export class ListenerDirectory {
  readonly #options: ListenerDirectoryOptions;
  #workspaces: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;

  constructor(options: ListenerDirectoryOptions) {
    this.#options = options;
  }

  /** Whether the end of a workspace's live run must be put into `run_endings`. */
  has(workspaceId: string): boolean {
    return this.#workspaces.has(workspaceId);
  }

  /** Knows every listener when it resolves; throws when the database cannot be reached. */
  async start(): Promise<void> {
    const { listen, refreshMs = 5_000 } = this.#options;
    // Listening comes first, so that nothing is published unheard in between.
    this.#unlisten = await listen?.(listenersChannel, () => void this.refresh());
    await this.#load();
    this.#timer = setInterval(() => void this.refresh(), refreshMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#unlisten?.();
    await this.#refreshing;
  }

  /** Looks again; resolves when a look that began after this call has ended. Never throws. */
  refresh(): Promise<void> {
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
        this.#options.log.warn({ err: error }, "listening flows could not be looked up");
      }
    }
  }

  async #load(): Promise<void> {
    this.#workspaces = new Set(await listeningWorkspaces(this.#options.pool));
  }
}
