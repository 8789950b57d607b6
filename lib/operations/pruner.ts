import type { Pool } from "pg";
import { defaultRetentionDays, usageRetentionDays } from "#lib/audit/contract.ts";
import { pruneAnswers } from "#lib/db/api/answers.ts";
import { pruneAudit, readAuditRetention } from "#lib/db/audit/prune-audit.ts";
import { pruneConnectionUses } from "#lib/db/connections/connection-uses.ts";
import { pruneFiles } from "#lib/db/files/stored-files.ts";
import { pruneSetAside } from "#lib/db/flows/prune-set-aside.ts";
import { endOldTests } from "#lib/db/operations/end-old-tests.ts";
import {
  type PrunePosition,
  pruneConversations,
  pruneRuns,
  readRetention,
} from "#lib/db/operations/prune-runs.ts";
import { endLeftovers, findLeftovers, removeLeftovers } from "#lib/db/workspace/leftovers.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { defaultLimits } from "./contract.ts";

const everyMs = 3_600_000;
/** Long enough for a start to have calmed down. */
const firstAfterMs = 60_000;
/** Rows taken away at once; between two batches others get their turn. */
const batchSize = 1_000;
/** Any constant of our own: whoever holds this lock prunes. */
const lockKey = 7_305_419_031;

type PrunerDeps = {
  pool: Pool;
  log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
};

const testTooOld = describeError(
  new UserError("run_canceled", "The test was stopped: it was a day old.", {
    next: "Start it again.",
  }),
);

export type Pruned = {
  runs: number;
  conversations: number;
  /** Tests that were still open after a day, and are cancelled. */
  tests: number;
  auditEntries: number;
  /** Notes of what connections were used for. */
  uses: number;
  files: number;
};

/**
 * Takes away what is older than each workspace keeps, what deleted workspaces left, and ends tests that nobody can still be looking
 * at, once an hour. Any number of processes may have
 * one: the one that gets the lock prunes, the others have nothing to do.
 */
export class Pruner {
  readonly #deps: PrunerDeps;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> | undefined;
  #stopping = false;

  constructor(deps: PrunerDeps) {
    this.#deps = deps;
  }

  /** Prunes in a minute, and then every hour. */
  start(): void {
    this.#schedule(firstAfterMs);
  }

  /** Ends after the batch at hand. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Prunes now. Null when another process is at it. */
  async prune(): Promise<Pruned | null> {
    const client = await this.#deps.pool.connect();
    let broken: Error | undefined;
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        "SELECT pg_try_advisory_lock($1) AS locked",
        [lockKey],
      );
      if (rows[0]?.locked !== true) return null;
      const pruned = await this.#pruneAll(client);
      await client.query("SELECT pg_advisory_unlock($1)", [lockKey]);
      return pruned;
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A connection that failed is thrown away, and its lock with it.
      client.release(broken);
    }
  }

  async #pruneAll(db: Pick<Pool, "query">): Promise<Pruned> {
    const pruned: Pruned = {
      runs: 0,
      conversations: 0,
      tests: 0,
      auditEntries: 0,
      uses: 0,
      files: 0,
    };
    await pruneAnswers(db);
    while (!this.#stopping && (await pruneSetAside(db, batchSize)) === batchSize);
    for (const workspaceId of await findLeftovers(db)) {
      while (!this.#stopping) {
        const { runs, conversations } = await removeLeftovers(db, workspaceId, batchSize);
        pruned.runs += runs;
        pruned.conversations += conversations;
        if (runs + conversations > 0) continue;
        await endLeftovers(db, workspaceId);
        break;
      }
    }
    for (const retention of await readRetention(db, defaultLimits.retentionDays)) {
      while (!this.#stopping) {
        const count = await endOldTests(db, retention.workspaceId, testTooOld, batchSize);
        pruned.tests += count;
        if (count < batchSize) break;
      }
      let after: PrunePosition | null = null;
      while (!this.#stopping) {
        const batch = await pruneRuns(db, retention, after, batchSize);
        pruned.runs += batch.deleted;
        after = batch.next;
        if (batch.looked < batchSize) break;
      }
      while (!this.#stopping) {
        const count = await pruneConversations(db, retention, batchSize);
        pruned.conversations += count;
        if (count < batchSize) break;
      }
    }
    for (const retention of await readAuditRetention(db, defaultRetentionDays)) {
      while (!this.#stopping) {
        const count = await pruneAudit(db, retention, batchSize);
        pruned.auditEntries += count;
        if (count < batchSize) break;
      }
    }
    while (!this.#stopping) {
      const count = await pruneConnectionUses(db, usageRetentionDays, batchSize);
      pruned.uses += count;
      if (count < batchSize) break;
    }
    // A file may be large, so fewer of them at once.
    while (!this.#stopping) {
      const count = await pruneFiles(db, 20);
      pruned.files += count;
      if (count < 20) break;
    }
    return pruned;
  }

  #schedule(inMs: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#pruneAndTell().finally(() => {
        this.#running = undefined;
        if (!this.#stopping) this.#schedule(everyMs);
      });
    }, inMs).unref();
  }

  async #pruneAndTell(): Promise<void> {
    const { log } = this.#deps;
    try {
      const pruned = await this.prune();
      if (pruned !== null && Object.values(pruned).some((count) => count > 0)) {
        log.info(pruned, "pruned what is older than workspaces keep");
      }
    } catch (error) {
      log.warn({ err: error }, "pruning failed; it is tried again in an hour");
    }
  }
}
