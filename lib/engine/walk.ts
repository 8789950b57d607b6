import { describeError, type ErrorInfo } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Execution } from "#lib/nodes/contract.ts";
import { ActivationCounter, TotalCounter } from "./activation-limit.ts";
import { branchOut } from "./branch-out.ts";
import { givenUp, Loop, scopeOf } from "./frame.ts";
import type { WalkHost } from "./host.ts";
import type { Joins } from "./joins.ts";
import { executeOrWait } from "./keep-trying.ts";
import { newStep, waitRecord } from "./new-step.ts";
import { effectsOf, type PlanNode } from "./plan.ts";
import type { Stopper } from "./run-step.ts";
import { applyStep, type Scope } from "./scope.ts";
import {
  checkItems,
  failureOutput,
  stoppedByFailure,
  stoppedByStop,
  uncertain,
  unknownType,
  withNode,
} from "./step-errors.ts";
import { isOpen, type StepRecord } from "./step-record.ts";
import type { Token } from "./token.ts";
import type { Respond, WalkOptions, WalkOutcome, WalkStart } from "./walk-contract.ts";

/**
 * Walks a run until it has ended or waits: one token for each live branch, steps executed as they
 * are reached, everything that happens told to the journal. The outcome never rejects for what a
 * step does; it rejects when the journal does.
 */
export class Walk implements Stopper {
  readonly #host: WalkHost;
  readonly #scope: Scope;
  readonly #options: WalkOptions;
  readonly #joins: Joins;
  readonly #interrupted: ReadonlyMap<string, StepRecord>;
  readonly #live = new Set<Token>();
  readonly #waiting: Set<Token>;
  /** Steps whose loops are under way, by activation. */
  readonly #looping: Map<string, Token>;
  readonly #counter = new ActivationCounter();
  readonly #total = new TotalCounter();
  readonly #stopCallbacks = new Set<(error: unknown) => void>();
  readonly #settled = Promise.withResolvers<WalkOutcome>();
  #seq: number;
  #output: Json;
  #respond: Respond | null = null;
  #failure: ErrorInfo | null;
  /** A step said that the run is to end here, and well. */
  #ended = false;
  /** Another system was asked, and its answer may not be on disk yet. */
  #unwrittenRead = false;
  #journalError: { error: unknown } | undefined;
  stopped: { error: unknown } | undefined;

  constructor(host: WalkHost, scope: Scope, start: WalkStart, options: WalkOptions) {
    this.#host = host;
    this.#scope = scope;
    this.#options = options;
    this.#joins = start.joins;
    this.#interrupted = start.interrupted;
    this.#waiting = new Set(start.waiting);
    this.#looping = new Map(start.looping.map((token) => [token.activationId, token]));
    this.#seq = start.lastSeq;
    this.#output = start.lastOutput;
    this.#failure = start.failure;
    for (const token of start.pending) this.#live.add(token);
  }

  run(): Promise<WalkOutcome> {
    if (this.#failure !== null) this.#live.clear();
    if (this.#live.size === 0) this.#settle();
    for (const token of [...this.#live]) void this.#follow(token);
    return this.#settled.promise;
  }

  /** Ends every branch; steps under way are aborted. */
  cancel(): void {
    this.#stop(new UserError("run_canceled", "The run was cancelled."));
  }

  onStop(callback: (error: unknown) => void): () => void {
    if (this.stopped !== undefined) callback(this.stopped.error);
    this.#stopCallbacks.add(callback);
    return () => this.#stopCallbacks.delete(callback);
  }

  /** Walks one branch to its end; what forks off is followed beside it. */
  async #follow(first: Token): Promise<void> {
    let token: Token | undefined = first;
    try {
      while (token !== undefined && this.stopped === undefined) {
        this.#total.add(token.node, token.frame?.nesting ?? 0);
        (token.frame?.counter ?? this.#counter).add(token.node);
        const step: StepRecord = await this.#step(token);
        this.#live.delete(token);
        const next: Token[] = this.stopped === undefined ? this.#successors(token, step) : [];
        for (const branch of next) this.#live.add(branch);
        for (let index = 1; index < next.length; index++) void this.#follow(next[index] as Token);
        token = next[0];
      }
    } catch (error) {
      this.#fail(error, token?.node);
    }
    if (token !== undefined) this.#live.delete(token);
    if (this.#live.size === 0) this.#settle();
  }

  #successors(token: Token, step: StepRecord): Token[] {
    const next: Token[] = [];
    if (step.state === "waiting") {
      this.#waiting.add(token);
      // An outlet opened by the step itself; `slow` was followed when its time came.
      if (step.early !== null && token.early === null)
        next.push(...branchOut(token, step.early.port, step.early.output, this.#joins));
    } else if (step.state === "looping" && step.early?.each !== undefined) {
      this.#looping.set(token.activationId, token);
      next.push(...this.#begin(new Loop(token, step, step.early.port, step.early.each).advance()));
    } else {
      token.frame?.saw(step);
      if (token.node.id !== this.#options.stopAfter)
        next.push(...branchOut(token, step.port, step.output, this.#joins));
      next.push(...this.#begin(token.frame?.leave() ?? []));
    }
    if (!this.#joins.isEmpty) {
      const others = [...this.#live, ...this.#waiting, ...this.#looping.values(), ...next];
      next.push(...this.#joins.release(others));
    }
    return next;
  }

  /** What a loop has begun: further rounds, or its step once all are through. */
  #begin(begun: Token[]): Token[] {
    for (const { collected, activationId } of begun)
      if (collected !== undefined) this.#looping.delete(activationId);
    return begun;
  }

  /** Opens the outlet for slow steps, while the step itself goes on. */
  #openSlow(token: Token, step: StepRecord): void {
    if (this.stopped !== undefined || token.early !== null) return;
    step.early = { port: "slow", output: null };
    const begun = branchOut(token, "slow", null, this.#joins);
    for (const branch of begun) this.#live.add(branch);
    const written = this.#journaled(
      this.#host.journal.begin({ ...step, seq: step.seq === 0 ? ++this.#seq : step.seq }),
    );
    // Only once that is on disk: a replay must know that this outlet was opened.
    written.then(
      () => {
        for (const branch of begun) void this.#follow(branch);
      },
      () => {
        for (const branch of begun) this.#live.delete(branch);
        if (this.#live.size === 0) this.#settle();
      },
    );
  }

  /** Runs one step and tells the journal. Throws only when the whole run has to end. */
  async #step(token: Token): Promise<StepRecord> {
    const { node } = token;
    const isTrigger = node.id === this.#options.triggerNodeId;
    const step = newStep(token, this.#host.now());
    const scope = scopeOf(token, this.#scope);
    const { stopAfter, usePinned } = this.#options;
    const action = node.id === stopAfter ? (this.#options.action ?? undefined) : undefined;
    const pinned = usePinned && action === undefined ? node.source.pinned : null;
    if (pinned !== null) return this.#close(token, step, "pinned", pinned.port, pinned.output);
    if (node.source.disabled)
      return this.#close(token, step, "skipped", node.passByPort, token.input);

    const begunAt = performance.now();
    let durable = false;
    let isRead = false;
    let execution: Execution;
    let slow: NodeJS.Timeout | undefined;
    try {
      if (node.type === undefined) throw unknownType(node);
      const locals = node.type.definition.locals?.(node.source.config);
      // The step fills them in as it comes to know them; until then there is nothing of them.
      const seen = locals === undefined ? scope : { ...scope, ...emptied(locals) };
      const config = node.resolve(seen, (soFar) => {
        if (!isTrigger) step.input = soFar;
      });
      if (!isTrigger) step.input = config;
      const effects = effectsOf(node, config);
      const cutOff = effects === "once" && this.#interrupted.has(token.activationId);
      if (cutOff && node.source.whenCutOff === "stop") throw uncertain(node);
      if (this.#host.isWatched()) this.#host.onStarted({ ...step, seq: this.#seq + 1 });
      if (effects === "idempotent" || effects === "once") {
        durable = true;
        step.seq = ++this.#seq;
        this.#unwrittenRead = false;
        await this.#journaled(this.#host.journal.begin({ ...step }));
      } else if (effects === "read") {
        isRead = true;
        // Whoever takes this run over repeats what is under way, never what came before it.
        if (this.#unwrittenRead) {
          this.#unwrittenRead = false;
          await this.#journaled(this.#host.journal.flush());
        }
      }
      const { slowAfterMs } = node.source;
      if (slowAfterMs !== null && node.out.has("slow") && this.#host.hasChat)
        slow = setTimeout(() => this.#openSlow(token, step), slowAfterMs);
      const prepared = { type: node.type, config, effects, action };
      const tried = await executeOrWait(this.#host, this, scope, token, prepared, step);
      execution = tried.execution;
      // Shown while it waits for another try.
      if (tried.failure !== undefined) step.error = describeError(tried.failure);
      if (execution.kind === "each") checkItems(execution.items, node);
    } catch (error) {
      clearTimeout(slow);
      if (this.#journalError !== undefined) throw error;
      step.durationMs = performance.now() - begunAt;
      this.#unwrittenRead ||= isRead;
      return this.#closeFailed(token, step, error, durable);
    }
    clearTimeout(slow);
    step.durationMs = performance.now() - begunAt;
    this.#unwrittenRead ||= isRead;
    if (execution.kind === "wait") {
      const { wait, early } = execution;
      this.#host.journal.wait(waitRecord(token, wait));
      if (early !== undefined && step.early === null) step.early = early;
      // What the early outlet hands out may be answered at once: the wait must be known by then.
      return this.#close(token, step, "waiting", null, null, early !== undefined);
    }
    if (execution.kind === "each") {
      const { port, items, atOnce, keepGoing } = execution;
      const kept = this.#host.withoutSecrets(items);
      step.early = { port, output: null, each: { items: kept, atOnce, keepGoing } };
      return this.#close(token, step, "looping", null, null);
    }
    step.vars = execution.vars ?? null;
    const port = execution.port ?? "done";
    const closed = await this.#close(token, step, "succeeded", port, execution.output, durable);
    if (execution.respond !== undefined) this.#respond ??= execution.respond;
    if (execution.stop === true) this.#end(closed.output);
    return closed;
  }

  /** Ends the run here, and well. */
  #end(output: Json): void {
    if (this.stopped !== undefined) return;
    this.#output = output;
    this.#ended = true;
    this.#stop(stoppedByStop());
  }

  async #closeFailed(
    token: Token,
    step: StepRecord,
    error: unknown,
    durable: boolean,
  ): Promise<StepRecord> {
    const { node } = token;
    const info = describeError(error);
    step.error = info;
    const output = failureOutput(info);
    const isLast = node.id === this.#options.stopAfter;
    const goesOn = this.stopped === undefined && !isLast;
    if (this.stopped === undefined && node.out.has("failed"))
      return await this.#close(token, step, "failed", "failed", output, durable);
    if (goesOn && node.source.fallback !== null)
      return await this.#close(token, step, "failed", "done", node.source.fallback.output, durable);
    if (goesOn && isLetGo(token))
      return await this.#close(token, step, "failed", givenUp, output, durable);
    await this.#close(token, step, "failed", null, output, durable);
    if (isLast) this.#failure ??= withNode(info, node);
    else this.#fail(error, node);
    return step;
  }

  /** Completes the record, shows it to later steps, and hands it to the journal. */
  async #close(
    token: Token,
    step: StepRecord,
    state: StepRecord["state"],
    port: string | null,
    output: Json,
    durable = false,
  ): Promise<StepRecord> {
    const { node } = token;
    step.state = state;
    step.port = port;
    // What a provider repeats of its credential, no later step gets to see, whole or in part.
    step.output = this.#host.withoutSecrets(output);
    step.vars = this.#host.withoutSecrets(step.vars);
    step.seq = ++this.#seq;
    if (!isOpen(state) && this.#respond === null && !this.#ended) this.#output = step.output;
    applyStep(scopeOf(token, this.#scope), node.key, node.id === this.#options.triggerNodeId, step);
    const written = this.#host.journal.finish(step, durable);
    if (written !== undefined) await this.#journaled(written);
    return step;
  }

  async #journaled(written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.#journalError ??= { error };
      this.#stop(error);
      throw error;
    }
  }

  /** Ends the run as failed. What was there first counts. */
  #fail(error: unknown, node: PlanNode | undefined): void {
    if (this.stopped !== undefined) return;
    if (!isPatchbayError(error)) this.#host.reportCrash(node?.id ?? "", error);
    this.#failure ??= withNode(describeError(error), node);
    this.#stop(stoppedByFailure());
  }

  #stop(error: unknown): void {
    if (this.stopped !== undefined) return;
    this.stopped = { error };
    for (const callback of [...this.#stopCallbacks]) callback(error);
  }

  #settle(): void {
    if (this.#journalError !== undefined) {
      this.#settled.reject(this.#journalError.error);
      return;
    }
    const cut = this.stopped === undefined || this.#ended ? null : this.stopped;
    const error = this.#failure ?? (cut === null ? null : describeError(cut.error));
    const state =
      this.#failure !== null
        ? "failed"
        : cut !== null
          ? "canceled"
          : this.#waiting.size > 0 && !this.#ended
            ? "waiting"
            : "succeeded";
    this.#settled.resolve({ state, output: this.#output, respond: this.#respond, error });
  }
}

/** Whether a loop around this branch goes on when the branch fails. */
function isLetGo({ frame }: Token): boolean {
  return frame !== null && (frame.loop.items.keepGoing || isLetGo(frame.loop.token));
}

/** Locals before the step knows them: templates read null, however deep they look. */
function emptied(locals: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(locals).map((name) => [name, null]));
}
