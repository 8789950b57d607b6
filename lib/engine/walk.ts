import { describeError, type ErrorInfo } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Execution } from "#lib/nodes/contract.ts";
import { ActivationCounter } from "./activation-limit.ts";
import type { WalkHost } from "./host.ts";
import type { Joins } from "./joins.ts";
import { effectsOf, type PlanNode } from "./plan.ts";
import { executeStep, type Stopper } from "./run-step.ts";
import { applyStep, type Scope } from "./scope.ts";
import { stoppedByFailure, uncertain, unknownType, withNode } from "./step-errors.ts";
import type { StepRecord } from "./step-record.ts";
import { edgesFrom, followEdge, type Token } from "./token.ts";

/** Where a walk begins: at a trigger, or where a replay found the run. */
export type WalkStart = {
  pending: readonly Token[];
  waiting: readonly Token[];
  joins: Joins;
  interrupted: ReadonlyMap<string, StepRecord>;
  lastSeq: number;
  lastOutput: Json;
  /** The run had failed already, and only that was not written down. */
  failure: ErrorInfo | null;
};

export type WalkOptions = {
  triggerNodeId: string;
  /** Uses pinned outputs; live runs never do. */
  usePinned: boolean;
  /** Stops after this node instead of following its edges. */
  stopAfter: string | null;
};

export type Respond = NonNullable<Extract<Execution, { kind: "done" }>["respond"]>;

export type WalkOutcome = {
  state: "succeeded" | "failed" | "waiting" | "canceled";
  output: Json;
  respond: Respond | null;
  error: ErrorInfo | null;
};

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
  readonly #counter = new ActivationCounter();
  readonly #stopCallbacks = new Set<(error: unknown) => void>();
  readonly #settled = Promise.withResolvers<WalkOutcome>();
  #seq: number;
  #output: Json;
  #respond: Respond | null = null;
  #failure: ErrorInfo | null;
  #journalError: { error: unknown } | undefined;
  stopped: { error: unknown } | undefined;

  constructor(host: WalkHost, scope: Scope, start: WalkStart, options: WalkOptions) {
    this.#host = host;
    this.#scope = scope;
    this.#options = options;
    this.#joins = start.joins;
    this.#interrupted = start.interrupted;
    this.#waiting = new Set(start.waiting);
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
        this.#counter.add(token.node);
        const step: StepRecord = await this.#step(token);
        this.#live.delete(token);
        if (step.state === "waiting") this.#waiting.add(token);
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
    if (token.node.id !== this.#options.stopAfter) {
      for (const edge of edgesFrom(token.node, step.port)) {
        const follower = followEdge(token, edge, step.output);
        if (follower.node.joins === undefined) {
          next.push(follower);
        } else {
          const joined = this.#joins.arrive(follower, edge);
          if (joined !== undefined) next.push(joined);
        }
      }
    }
    if (!this.#joins.isEmpty) {
      next.push(...this.#joins.release([...this.#live, ...this.#waiting, ...next]));
    }
    return next;
  }

  /** Runs one step and tells the journal. Throws only when the whole run has to end. */
  async #step(token: Token): Promise<StepRecord> {
    const { node } = token;
    const isTrigger = node.id === this.#options.triggerNodeId;
    const step: StepRecord = {
      activationId: token.activationId,
      nodeId: node.id,
      nodeType: node.typeId,
      seq: 0,
      state: "started",
      port: null,
      attempts: 1,
      input: null,
      output: null,
      vars: null,
      error: null,
      startedAt: this.#host.now().getTime(),
      durationMs: 0,
      parents: token.parents,
    };
    const pinned = this.#options.usePinned ? node.source.pinned : null;
    if (pinned !== null) return this.#close(node, step, "pinned", pinned.port, pinned.output);
    if (node.source.disabled)
      return this.#close(node, step, "skipped", node.firstPort, token.input);

    const begunAt = performance.now();
    let durable = false;
    let execution: Execution;
    try {
      if (node.type === undefined) throw unknownType(node);
      const config = node.resolve(this.#scope);
      if (!isTrigger) step.input = config;
      const effects = effectsOf(node, config);
      if (effects === "once" && this.#interrupted.has(token.activationId)) throw uncertain(node);
      if (this.#host.isWatched()) this.#host.onStarted({ ...step, seq: this.#seq + 1 });
      if (effects !== "none") {
        durable = true;
        await this.#journaled(this.#host.journal.begin({ ...step, seq: ++this.#seq }));
      }
      const prepared = { type: node.type, config, effects };
      execution = await executeStep(this.#host, this, this.#scope, token, prepared, (attempt) => {
        step.attempts = attempt;
      });
    } catch (error) {
      if (this.#journalError !== undefined) throw error;
      step.durationMs = performance.now() - begunAt;
      return this.#closeFailed(node, step, error, durable);
    }
    step.durationMs = performance.now() - begunAt;
    if (execution.kind === "wait") {
      const { kind, state } = execution.wait;
      const { activationId } = token;
      this.#host.journal.wait({
        activationId,
        nodeId: node.id,
        kind,
        state,
        count: token.waits + 1,
      });
      return this.#close(node, step, "waiting", null, null);
    }
    step.vars = execution.vars ?? null;
    const port = execution.port ?? "done";
    const closed = this.#close(node, step, "succeeded", port, execution.output, durable);
    if (execution.respond !== undefined) this.#respond ??= execution.respond;
    return closed;
  }

  async #closeFailed(
    node: PlanNode,
    step: StepRecord,
    error: unknown,
    durable: boolean,
  ): Promise<StepRecord> {
    const info = describeError(error);
    step.error = info;
    const { code, message, next = null, status = null } = info;
    const details = (info.details ?? null) as Json; // error details are JSON by contract
    const output: JsonObject = { error: { code, message, next, status, details } };
    const handled = this.stopped === undefined && node.out.has("failed");
    await this.#close(node, step, "failed", handled ? "failed" : null, output, durable);
    if (!handled && node.id !== this.#options.stopAfter) this.#fail(error, node);
    if (node.id === this.#options.stopAfter) this.#failure ??= withNode(info, node);
    return step;
  }

  /** Completes the record, shows it to later steps, and hands it to the journal. */
  async #close(
    node: PlanNode,
    step: StepRecord,
    state: StepRecord["state"],
    port: string | null,
    output: Json,
    durable = false,
  ): Promise<StepRecord> {
    step.state = state;
    step.port = port;
    step.output = output;
    step.seq = ++this.#seq;
    if (state !== "waiting" && this.#respond === null) this.#output = output;
    applyStep(this.#scope, node.key, node.id === this.#options.triggerNodeId, step);
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
    const error =
      this.#failure ?? (this.stopped === undefined ? null : describeError(this.stopped.error));
    const state =
      this.#failure !== null
        ? "failed"
        : this.stopped !== undefined
          ? "canceled"
          : this.#waiting.size > 0
            ? "waiting"
            : "succeeded";
    this.#settled.resolve({ state, output: this.#output, respond: this.#respond, error });
  }
}
