import { findCanceled } from "#lib/db/runs/canceled-runs.ts";
import {
  findConsumedWaits,
  findPayload,
  findRun,
  findSteps,
  type RunRecord,
} from "#lib/db/runs/find-run.ts";
import { Joins } from "#lib/engine/joins.ts";
import type { NodeTypes } from "#lib/engine/plan.ts";
import { newScope, replaySteps } from "#lib/engine/replay.ts";
import type { Scope } from "#lib/engine/scope.ts";
import type { StepRecord } from "#lib/engine/step-record.ts";
import { rootToken } from "#lib/engine/token.ts";
import type { WalkOptions, WalkOutcome, WalkStart } from "#lib/engine/walk-contract.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { SealedText } from "#lib/template/sealed-text.ts";
import { ActiveRun } from "./active-run.ts";
import { capacity } from "./capacity.ts";
import type { RunResult, StartRun } from "./contract.ts";
import { newRun } from "./new-run.ts";
import { emptyPlan, PlanCache } from "./plan-cache.ts";
import { duplicateEvent, runCanceled } from "./refusals.ts";
import { type RunRuntime, type RunServiceDeps, unnamed } from "./run-runtime.ts";
import { seedFromRun } from "./seed-from-run.ts";

type WalkDeps = RunServiceDeps & {
  /** Hears of each run that has ended, once that is on disk. */
  onEnded: (run: RunRecord, result: RunResult) => void;
};

/** Starts, continues and ends the runs of this process. */
export class WalkRuns {
  readonly active = new Map<string, ActiveRun>();
  /** Runs whose journal was lost with the database: to be taken back when it is there again. */
  readonly orphans = new Set<string>();
  /** Ids whose rows are on their way to the disk, so that they are only claimed once here. */
  readonly #claiming = new Set<string>();
  readonly #deps: WalkDeps;
  readonly #runtime: RunRuntime;
  #drained: PromiseWithResolvers<void> | undefined;
  readonly #plans: PlanCache;

  constructor(deps: WalkDeps, runtime: RunRuntime, types: NodeTypes) {
    this.#deps = deps;
    this.#runtime = runtime;
    this.#plans = new PlanCache(deps.pool, types);
  }

  /** Begins a new run. The result rejects only for faults of the journal. */
  start(input: StartRun): { run: ActiveRun; result: Promise<RunResult> } {
    if (this.active.size >= (this.#deps.maxActive ?? capacity.atAll)) {
      throw new EngineError("overloaded", "Too many runs are under way.", {
        next: "Try again in a moment.",
        retryAfterMs: 1_000,
      });
    }
    const plan = this.#plans.of(input.target.documentHash, () => input.target.document);
    const startedAt = this.#runtime.now();
    const run = new ActiveRun(
      this.#runtime,
      newRun(input, this.#deps.ownerId, startedAt),
      plan,
      true,
    );
    this.#watch(run);
    return { run, result: this.#begin(run, input, startedAt) };
  }

  #begin(run: ActiveRun, input: StartRun, startedAt: Date): Promise<RunResult> {
    if (input.from !== undefined) return this.#walkFrom(run, input, input.from, startedAt);
    if (input.claim !== true) return this.#walkNew(run, input, startedAt);
    return this.#claim(run).then(() => this.#walkNew(run, input, startedAt));
  }

  /** Resolves once the row is on disk and nobody else's. */
  async #claim(run: ActiveRun): Promise<void> {
    const { id } = run.run;
    if (this.#claiming.has(id) || this.active.has(id)) throw duplicateEvent();
    this.#claiming.add(id);
    try {
      await run.flush();
    } catch (error) {
      throw isPatchbayError(error) && error.code === "stale_fence" ? duplicateEvent() : error;
    } finally {
      this.#claiming.delete(id);
    }
  }

  /** Goes on with a run that is ours and running by its row, after a wait. */
  async continueRun(runId: string): Promise<RunResult> {
    const { pool } = this.#deps;
    const [record, payload] = await Promise.all([
      findRun(pool, runId, null),
      findPayload(pool, runId),
    ]);
    if (record === null) throw new UserError("run_not_found", "There is no such run.");
    return await this.walkOn(record, payload ?? record.input, false);
  }

  /**
   * Walks a run that was taken from the queue, from where its journal ends. `interrupted`: whoever
   * walked it before is gone; a test of single steps was for somebody who no longer looks, and ends.
   */
  async walkOn(record: RunRecord, payload: Json, interrupted: boolean): Promise<RunResult> {
    const { pool, chat } = this.#deps;
    const isFresh = record.fence === 1 && record.step_count === 0;
    const [steps, consumed] = isFresh
      ? [[], []]
      : await Promise.all([findSteps(pool, record.id), findConsumedWaits(pool, record.id)]);
    const found = await this.#plans.stored(record).catch((error: unknown) => ({ error }));
    const plan = "error" in found ? emptyPlan : found;
    const run = new ActiveRun(this.#runtime, record, plan, false, steps);
    this.#watch(run);
    return await this.#conclude(run, async () => {
      if ("error" in found) throw found.error;
      const { conversation_id, trigger_node_id: triggerNodeId } = record;
      if (interrupted && record.mode === "test" && conversation_id === null) throw testCutOff();
      const contact = conversation_id === null ? {} : await chat().contact(conversation_id);
      const identity = { id: record.id, startedAt: new Date(record.started_at) };
      const scope = newScope(plan, identity, payload, contact, await this.#variablesFor(run));
      const start = replaySteps(plan, { triggerNodeId, payload }, steps, scope, consumed);
      return await run.walk(scope, start, optionsOf(record));
    });
  }

  /** Ends the walks of runs that somebody has ended, which is on disk already. */
  endOutside(runIds: readonly string[]): void {
    for (const runId of runIds) this.active.get(runId)?.endOutside();
  }

  /** Finds out what was ended from outside while nothing could be heard of it. */
  async lookForCanceled(): Promise<void> {
    const runIds = [...this.active.keys()];
    if (runIds.length > 0) this.endOutside(await findCanceled(this.#deps.pool, runIds));
  }

  /** Lets go of every run: others walk them by now, or will. */
  abandonAll(): void {
    for (const run of this.active.values()) run.abandon();
  }

  /** Resolves when no run is under way, at the latest after `graceMs`. False when some still are. */
  async drain(graceMs: number): Promise<boolean> {
    if (this.active.size === 0) return true;
    this.#drained ??= Promise.withResolvers();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.#drained.promise, late]);
    clearTimeout(timer);
    return this.active.size === 0;
  }

  #walkNew(run: ActiveRun, input: StartRun, startedAt: Date): Promise<RunResult> {
    return this.#conclude(run, () => {
      // Without an await in between, as long as there is nothing to look up: this is the hot path.
      if (run.plan.usesWorkspace) return this.#variablesFor(run).then(walk);
      return walk({});
    });

    function walk(workspace: Scope["workspace"]): Promise<WalkOutcome> {
      const scope = newScope(
        run.plan,
        { id: run.run.id, startedAt },
        input.payload,
        input.contact ?? {},
        workspace,
      );
      const trigger = run.plan.nodes.get(input.triggerNodeId);
      if (trigger === undefined) throw noTrigger();
      return run.walk(scope, startAt(rootToken(trigger, input.payload)), optionsOf(run.run));
    }
  }

  /** What the run's steps see of the workspace's variables; its secrets are kept from then on. */
  async #variablesFor(run: ActiveRun): Promise<Scope["workspace"]> {
    const { variables } = this.#deps;
    if (!run.plan.usesWorkspace || variables === undefined) return {};
    const { values, secrets } = await variables.resolve(run.run.workspace_id);
    run.keepSecrets(secrets);
    const sealed = Object.entries(secrets).map(([name, text]) => [name, new SealedText(text)]);
    return { ...values, ...Object.fromEntries(sealed) };
  }

  #walkFrom(
    run: ActiveRun,
    input: StartRun,
    from: NonNullable<StartRun["from"]>,
    startedAt: Date,
  ): Promise<RunResult> {
    return this.#conclude(run, async () => {
      const { id, workspace_id } = run.run;
      const steps = from.runId === undefined ? [] : await this.#stepsOf(from.runId, workspace_id);
      const contact = input.contact ?? {};
      const workspace = await this.#variablesFor(run);
      const scope = newScope(run.plan, { id, startedAt }, input.payload, contact, workspace);
      const seed = seedFromRun(run.plan, steps, from, input, scope);
      for (const step of seed.kept) run.adoptStep(step);
      const start = { ...startAt(seed.token), lastSeq: seed.kept.at(-1)?.seq ?? 0 };
      const stopAfter = from.onlyThisStep ? from.nodeId : null;
      const action = from.action ?? null;
      return run.walk(scope, start, { ...optionsOf(run.run), stopAfter, action });
    });
  }

  async #stepsOf(runId: string, workspaceId: string): Promise<StepRecord[]> {
    const { pool } = this.#deps;
    if ((await findRun(pool, runId, workspaceId)) === null) {
      throw new UserError("run_not_found", "There is no such run.");
    }
    return findSteps(pool, runId);
  }

  /** Walks, commits the end, and only then tells it. */
  async #conclude(run: ActiveRun, walk: () => Promise<WalkOutcome>): Promise<RunResult> {
    const { id } = run.run;
    const { inLogContext = unnamed } = this.#deps;
    this.active.set(id, run);
    try {
      let outcome: WalkOutcome;
      try {
        outcome = await inLogContext({ runId: id }, walk);
        await run.settle(outcome);
      } catch (error) {
        if (isLost(error)) throw error;
        outcome = await this.#recordFailure(run, error);
      }
      if (outcome.state === "failed") await this.#apologise(run);
      const { state } = outcome;
      const { output, respond } = run.withoutSecrets({
        output: outcome.output,
        respond: outcome.respond,
      });
      const result = { runId: id, state, output, respond, error: run.run.error };
      this.#note(run);
      if (state !== "waiting") this.#deps.onEnded(run.run, result);
      return result;
    } catch (error) {
      if (!isPatchbayError(error)) throw error;
      if (error.code === "database_unavailable") this.orphans.add(id);
      if (error.code !== "stale_fence") throw error;
      if (!(await this.#wasCanceled(run))) {
        this.#runtime.metrics.takenOver();
        throw error;
      }
      const reason = describeError(runCanceled());
      run.tellCanceled(reason);
      return { runId: id, state: "canceled", output: null, respond: null, error: reason };
    } finally {
      if (this.active.get(id) === run) this.active.delete(id);
      if (this.active.size === 0) this.#drained?.resolve();
    }
  }

  /** One line a run, for whoever looks for its id. */
  #note({ run }: ActiveRun): void {
    const facts = { runId: run.id, workspaceId: run.workspace_id, flowId: run.flow_id };
    const how = { mode: run.mode, trigger: run.trigger_kind, durationMs: run.duration_ms };
    const code = run.error === null ? {} : { code: run.error.code };
    this.#deps.log.info(
      { ...facts, ...how, state: run.state, ...code },
      "a run has ended or waits",
    );
  }

  /** Whether a run is no longer ours because somebody ended it, and not because it goes on elsewhere. */
  async #wasCanceled(run: ActiveRun): Promise<boolean> {
    // Let go of with a lost lease, often because the database is away: it is not asked either.
    if (run.wasAbandoned) return run.wasEndedOutside;
    const { id } = run.run;
    return (await findCanceled(this.#deps.pool, [id]).catch(() => [])).length > 0;
  }

  /** Writes a bare end, without whatever could not be written. */
  async #recordFailure(run: ActiveRun, error: unknown): Promise<WalkOutcome> {
    if (!isPatchbayError(error)) {
      this.#deps.log.error({ err: error, runId: run.run.id }, "a run failed by a fault of ours");
    }
    const outcome = failure(error);
    if (isPatchbayError(error) && error.code === "journal_refused") run.dropRefused();
    await run.settle(outcome);
    return outcome;
  }

  async #apologise(run: ActiveRun): Promise<void> {
    const { id, conversation_id } = run.run;
    if (conversation_id === null) return;
    try {
      await this.#deps.chat().apologise(conversation_id, id, run.plan.settings.chat.apology);
    } catch (error) {
      this.#deps.log.warn({ err: error, runId: id }, "an apology could not be said");
    }
  }

  #watch(run: ActiveRun): void {
    run.emit({ type: "run", run: run.view, steps: run.steps });
  }
}

function optionsOf(run: RunRecord): WalkOptions {
  const usePinned = run.mode === "test";
  return { triggerNodeId: run.trigger_node_id, usePinned, stopAfter: null, action: null };
}

function startAt(token: WalkStart["pending"][number]): WalkStart {
  return {
    pending: [token],
    waiting: [],
    looping: [],
    joins: new Joins(),
    interrupted: new Map(),
    lastSeq: 0,
    lastOutput: null,
    failure: null,
  };
}

function failure(error: unknown): WalkOutcome {
  return { state: "failed", output: null, respond: null, error: describeError(error) };
}

function testCutOff(): EngineError {
  return new EngineError("shutting_down", "Patchbay was restarted while this test was running.", {
    next: "Start the test again.",
  });
}

function noTrigger(): UserError {
  return new UserError("no_trigger", "The trigger that should start this flow is not in it.", {
    next: "Add a trigger and try again.",
  });
}

/** The run is not ours any more. */
function isStale(error: unknown): boolean {
  return isPatchbayError(error) && error.code === "stale_fence";
}

/** Nothing more can be written for this run by us. */
function isLost(error: unknown): boolean {
  return isStale(error) || (isPatchbayError(error) && error.code === "database_unavailable");
}
