import type { Pool, PoolClient } from "pg";
import { v5 as uuidOf } from "uuid";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import {
  deleteEndings,
  type EndedRun,
  findEndedRuns,
  findListeners,
  type HearingListener,
  lockEndings,
} from "#lib/db/run-listeners/run-endings.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { Accept } from "#lib/runs/accept.ts";
import type { RunLog } from "#lib/runs/run-runtime.ts";
import { HoldOff } from "#lib/schedules/hold-off.ts";
import { Ticker } from "#lib/schedules/ticker.ts";
import { deepestChain } from "./contract.ts";
import { endedPayload } from "./ended-payload.ts";

export type EndingScanOptions = {
  /** Needs one connection while a round lasts; must not be the only one that `accept` has. */
  pool: Pool;
  flows: Pick<FlowStore, "liveByFlow">;
  accept: Accept;
  log: RunLog;
  /** How often to look, in ms. Default 250. */
  everyMs?: number;
};

/** Endings handled in one round. */
const batch = 100;

/** How long an ending whose listeners could not be started is left alone, in ms. */
const retryMs = 5_000;

/** Any constant of our own; see RFC 9562, section 5.5. */
const namespace = "b3c9a1de-2f64-4c0d-8e57-91d0a7c4f2b6";

/**
 * Starts the flows that listen for other flows' ends. Any number of processes may have one: endings
 * are locked, each listener's run gets an id that follows from the listener and the end, and an
 * ending goes only when all its listeners' runs are accepted.
 *
 * Chains end: no flow is set off by a run that it led to itself, an Error flow hears nothing that an
 * Error flow caused, and at most {@link deepestChain} runs stand above one.
 */
export class EndingScan {
  readonly #options: EndingScanOptions;
  readonly #ticker: Ticker;
  readonly #held = new HoldOff();

  constructor(options: EndingScanOptions) {
    this.#options = options;
    this.#ticker = new Ticker({
      everyMs: options.everyMs ?? 250,
      round: () => this.round(),
      onError: (error) => options.log.warn({ err: error }, "ended runs could not be looked at"),
    });
  }

  start(): void {
    this.#ticker.start();
  }

  /** Resolves when nothing of this scan is under way any more. */
  async stop(): Promise<void> {
    await this.#ticker.stop();
  }

  /** Handles what has ended; true when there may be more. */
  async round(): Promise<boolean> {
    return await inTransaction(this.#options.pool, async (client) => {
      const ids = await lockEndings(client, this.#held.keys(), batch);
      if (ids.length === 0) return false;
      const unheard = await this.#tell(client, ids);
      const done = ids.filter((id) => !unheard.has(id));
      if (done.length > 0) await deleteEndings(client, done);
      return ids.length === batch;
    });
  }

  /** Starts everything that listens; returns the runs that must be told of again. */
  async #tell(client: PoolClient, ids: readonly string[]): Promise<Set<string>> {
    const runs = await findEndedRuns(client, ids, deepestChain - 1);
    const byId = new Map(runs.map((run) => [run.id, run]));
    const listeners = runs.length === 0 ? [] : await findListeners(client, [...byId.keys()]);
    const unheard = new Set<string>();
    await Promise.all(
      listeners.map(async (listener) => {
        const run = byId.get(listener.runId);
        if (run === undefined || run.chain.includes(listener.flowId)) return;
        if (!(await this.#start(listener, run))) unheard.add(run.id);
      }),
    );
    return unheard;
  }

  /** False when it has to be tried again. */
  async #start(listener: HearingListener, run: EndedRun): Promise<boolean> {
    try {
      const target = await this.#options.flows.liveByFlow(listener.flowId);
      if (target === null || target.versionId !== listener.liveVersionId) {
        // This process still remembers what was published before; it learns within a second.
        this.#held.put(run.id, 200);
        return false;
      }
      const node = target.document.nodes.find(({ id }) => id === listener.nodeId);
      const triggerKind = node && definitionOf(node.type)?.trigger;
      if (triggerKind === undefined || (triggerKind === "error" && run.causedByErrorFlow))
        return true;
      await this.#options.accept({
        // A dead letter that is run again ends again.
        runId: uuidOf(`${listener.id} ${run.id} ${Number(run.finishedAt)}`, namespace),
        target: { ...target, triggerNodeId: listener.nodeId },
        triggerKind,
        triggerNodeId: listener.nodeId,
        payload: endedPayload(run),
        parentRunId: run.id,
        depth: run.depth + 1,
      });
      return true;
    } catch (error) {
      const full = isPatchbayError(error) && String(error.code) === "queue_full";
      const pause = (isPatchbayError(error) ? error.retryAfterMs : undefined) ?? retryMs;
      this.#held.put(full ? run.workspaceId : run.id, pause);
      const facts = { err: error, runId: run.id, flowId: listener.flowId };
      this.#options.log.warn(facts, "a listening flow could not be started; it is tried again");
      return false;
    }
  }
}
