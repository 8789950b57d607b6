import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import { readDepth } from "#lib/db/queue/read-load.ts";
import { EngineError } from "#lib/errors/engine-error.ts";

/** A count is this old at most before it is taken afresh, in ms. */
const freshMs = 1_000;

type Depth = {
  queued: number;
  maxQueued: number;
  takenAt: number;
  /** Accepted here since the count was last begun. */
  since: number;
  counting: Promise<void> | undefined;
};

/**
 * How many runs wait in each workspace, well enough to refuse more: counted at most once a second,
 * with what this process has accepted since. Several processes together may go past the limit by
 * what they accept in that second.
 */
export class QueueDepth {
  readonly #pool: Pick<Pool, "query">;
  readonly #depths = new LRUCache<string, Depth>({ max: 10_000 });

  constructor(pool: Pick<Pool, "query">) {
    this.#pool = pool;
  }

  /**
   * Counts one more run. Throws `queue_full` when the workspace has as many as it may; waits for the
   * first count of a workspace only.
   */
  take(workspaceId: string): void | Promise<void> {
    const known = this.#depths.get(workspaceId);
    if (known === undefined) {
      return this.#first(workspaceId).then((depth) => add(depth));
    }
    if (performance.now() - known.takenAt > freshMs) {
      // The old count serves meanwhile. When this fails, accepting does too, and says why.
      this.#count(workspaceId, known).catch(() => undefined);
    }
    add(known);
  }

  /** Looks again at the next run: the workspace's limits have changed. */
  forget(workspaceId: string): void {
    this.#depths.delete(workspaceId);
  }

  async #first(workspaceId: string): Promise<Depth> {
    const depth: Depth = {
      queued: 0,
      maxQueued: 0,
      takenAt: 0,
      since: 0,
      counting: undefined,
    };
    await this.#count(workspaceId, depth);
    const others = this.#depths.get(workspaceId);
    if (others !== undefined) return others;
    this.#depths.set(workspaceId, depth);
    return depth;
  }

  #count(workspaceId: string, depth: Depth): Promise<void> {
    depth.counting ??= this.#recount(workspaceId, depth).finally(() => {
      depth.counting = undefined;
    });
    return depth.counting;
  }

  async #recount(workspaceId: string, depth: Depth): Promise<void> {
    const before = depth.since;
    const { queued, maxQueued } = await readDepth(this.#pool, workspaceId);
    depth.queued = queued;
    depth.maxQueued = maxQueued;
    depth.since -= before;
    depth.takenAt = performance.now();
  }
}

function add(depth: Depth): void {
  if (depth.queued + depth.since >= depth.maxQueued) {
    throw new EngineError("queue_full", "Too many runs of this workspace are waiting already.", {
      next: "Try again in a moment.",
      retryAfterMs: freshMs,
    });
  }
  depth.since += 1;
}
