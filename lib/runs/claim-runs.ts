import type { Pool } from "pg";
import { type ClaimedRow, claimRuns, findQueued } from "#lib/db/queue/claim-runs.ts";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { readRoom } from "#lib/db/queue/read-load.ts";
import { isConnectionLoss } from "#lib/errors/connection-loss.ts";
import type { DoorbellNotes, RunDoorbells } from "#lib/queue/start-queue.ts";
import { noteLost } from "./note-lost.ts";
import type { RunLog } from "./run-runtime.ts";

/** Claimed in one transaction at most. */
const maxBatch = 50;
/** Looked for this often when nothing rings, in ms. */
const pollMs = 500;
/** How often workspaces that were just served step back for the others, in ms. */
const turnMs = 100;
/** How long what is known of the workspaces' room is gone by, in ms. */
const roomFreshMs = 250;

export type ClaimedRun = ClaimedRow &
  DoorbellNotes & {
    /** Whoever walked it before is gone, and nobody knows how far it got beyond its journal. */
    interrupted: boolean;
  };

export type PumpOptions = {
  pool: Pick<Pool, "query" | "connect">;
  queue: RunDoorbells;
  ownerId: string;
  /** Runs that this process walks at once at most, whatever started them. */
  maxActive: number;
  /** How many it walks now. */
  active(): number;
  /** False: nothing is claimed for now. Default: always true. */
  mayClaim?: () => boolean;
  /** Walks a run that is ours. What it rejects with is logged. */
  walk(claimed: ClaimedRun): Promise<unknown>;
  log: RunLog;
};

/**
 * Takes queued runs up, as many as there are free places: as soon as a doorbell is heard, when a
 * place falls free, and twice a second in any case. Doorbells, rows and places are settled in one
 * transaction: a process that dies in it leaves everything as it was.
 */
export class RunPump {
  readonly #options: PumpOptions;
  #timer: NodeJS.Timeout | undefined;
  #deaf: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #walking = 0;
  #room: { at: number; left: Map<string, number> } | undefined;
  #servedLast: readonly string[] = [];
  #turnAt = 0;
  /** Nothing is looked for before, since looking past a long queue that may not be served is dear. */
  #restUntil = 0;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#deaf = this.#options.queue.onRing(() => this.poke());
    this.#timer = setInterval(() => this.poke(), pollMs);
    this.poke();
  }

  /** Claims nothing more. Resolves when what was being claimed has been handed on to be walked. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#deaf?.();
    await this.#running;
  }

  /** Looks for queued runs now. */
  poke(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // Asked for while the last look was ending.
      if (this.#again) this.poke();
    });
  }

  /** Knows nothing of the workspaces' room any more: limits or a pause have changed. */
  forgetPolicies(): void {
    this.#room = undefined;
    this.#restUntil = 0;
    this.poke();
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const { mayClaim, active, maxActive, log } = this.#options;
      if (mayClaim?.() === false) return;
      const rest = this.#restUntil - performance.now();
      if (rest > 0) {
        setTimeout(() => this.poke(), rest).unref();
        return;
      }
      const free = maxActive - Math.max(active(), this.#walking);
      if (free <= 0) return;
      try {
        const claimed = await this.#claim(Math.min(free, maxBatch));
        for (const run of claimed) this.#walk(run);
      } catch (error) {
        if (!isConnectionLoss(error))
          log.error({ err: error }, "queued runs could not be taken up");
        // The next poll tries afresh.
        return;
      }
    }
  }

  #walk(run: ClaimedRun): void {
    const { walk, log, ownerId } = this.#options;
    const { id: runId } = run.record;
    if (run.from !== undefined)
      log.info({ runId, from: run.from, to: ownerId }, "a run is taken over");
    this.#walking += 1;
    void (async () => {
      try {
        await walk(run);
      } catch (error) {
        noteLost(log, error, { runId, ownerId });
      } finally {
        this.#walking -= 1;
        this.#addRoom(run.record.workspace_id, 1);
        this.poke();
      }
    })();
  }

  async #claim(limit: number): Promise<ClaimedRun[]> {
    const begunAt = performance.now();
    const room = await this.#knownRoom(begunAt);
    const full: string[] = [];
    let least = limit;
    for (const [workspaceId, left] of room) {
      if (left <= 0) full.push(workspaceId);
      else least = Math.min(least, left);
    }
    const claimed: ClaimedRun[] = [];
    if (this.#servedLast.length > 0 && begunAt - this.#turnAt > turnMs) {
      this.#turnAt = begunAt;
      // First those that were not served last time: a long queue of one keeps nobody else waiting.
      claimed.push(...(await this.#take(limit, [...full, ...this.#servedLast], least)));
    }
    const left = limit - claimed.length;
    if (left > 0) claimed.push(...(await this.#take(left, full, Math.min(left, least))));
    // Of each workspace only so many were taken as the one with the least room may have.
    if (claimed.length === limit || (claimed.length > 0 && least < limit)) this.#again = true;
    for (const { record } of claimed) this.#addRoom(record.workspace_id, -1);
    if (claimed.length > 0) {
      this.#servedLast = [...new Set(claimed.map(({ record }) => record.workspace_id))];
    } else if (full.length > 0) {
      const now = performance.now();
      this.#restUntil = now + 4 * (now - begunAt);
    }
    return claimed;
  }

  /** Counted afresh beside the claims, which find out by themselves when it was too much. */
  async #knownRoom(now: number): Promise<ReadonlyMap<string, number>> {
    const known = this.#room;
    if (known === undefined) return (await this.#countRoom()).left;
    if (now - known.at > roomFreshMs) {
      known.at = now;
      const anyFull = [...known.left.values()].some((left) => left <= 0);
      this.#countRoom().then(
        () => anyFull && this.poke(),
        () => undefined, // the next claim meets the same trouble, and says so
      );
    }
    return known.left;
  }

  async #countRoom(): Promise<{ at: number; left: Map<string, number> }> {
    const left = await readRoom(this.#options.pool);
    const room = { at: performance.now(), left };
    this.#room = room;
    return room;
  }

  /** A guess until the next count; what holds is what the claim itself finds. */
  #addRoom(workspaceId: string, change: number): void {
    const room = this.#room?.left.get(workspaceId);
    if (room === undefined) return;
    this.#room?.left.set(workspaceId, room + change);
    // It need not be looked past any more.
    if (room <= 0 && change > 0) this.#restUntil = 0;
  }

  /** One transaction: doorbells, rows, and doorbells rung again for what had no room after all. */
  #take(limit: number, ignore: readonly string[], ofEach: number): Promise<ClaimedRun[]> {
    const { pool, queue, ownerId } = this.#options;
    return inTransaction(pool, async (client) => {
      const held = await queue.fetch(client, {
        limit,
        ignore,
        ...(ofEach < limit && { ofEach }),
      });
      if (held.length === 0) return [];
      const runIds = held.map(({ runId }) => runId);
      const claimed = await claimRuns(client, runIds, ownerId);
      await queue.drop(
        client,
        held.map(({ jobId }) => jobId),
      );
      if (claimed.length < held.length) {
        this.#room = undefined;
        await queue.ring(client, await findQueued(client, runIds));
      }
      const bells = new Map(held.map((bell) => [bell.runId, bell]));
      return claimed.map((run) => {
        const { interrupted = false, from, requestId } = bells.get(run.record.id) ?? {};
        return { ...run, interrupted, from, requestId };
      });
    });
  }
}
