import { budgetedClient } from "#lib/budgets/budgeted-client.ts";
import { guardedClient } from "#lib/circuits/guarded-client.ts";
import { meteredHttp } from "#lib/connections/metered-http.ts";
import type { RunRecord } from "#lib/db/runs/find-run.ts";
import type { StepRow, WaitRow } from "#lib/db/runs/write-journal.ts";
import type { WalkHost } from "#lib/engine/host.ts";
import type { Plan } from "#lib/engine/plan.ts";
import type { Scope } from "#lib/engine/scope.ts";
import type { StepRecord, WaitRecord } from "#lib/engine/step-record.ts";
import { Walk } from "#lib/engine/walk.ts";
import type { WalkOptions, WalkOutcome, WalkStart } from "#lib/engine/walk-contract.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { rememberingClient } from "#lib/http/cache/remembering-client.ts";
import type { ChatPort, ResolvedConnection } from "#lib/nodes/contract.ts";
import type { RunEvent, RunView, StepView } from "./events.ts";
import { fitForStorage } from "./fit-for-storage.ts";
import { type RunJournal, staleFence } from "./journal.ts";
import { measureRun, measureStep } from "./measure-run.ts";
import { Redactor } from "./redact.ts";
import { waitIdOf } from "./run-ids.ts";
import type { RunRuntime } from "./run-runtime.ts";
import { runView, stepRow, stepView } from "./run-views.ts";
import { createStepMemory } from "./step-memory.ts";
import { waitRow } from "./wait-row.ts";

/** Steps that a run may hold back before it waits for the disk. */
const maxBuffered = 200;

/** A run that this process walks: between the engine on one side, journal and listeners on the other. */
export class ActiveRun {
  readonly run: RunRecord;
  readonly plan: Plan;
  readonly #runtime: RunRuntime;
  readonly #journal: RunJournal;
  readonly #redactor: Redactor;
  readonly #steps = new Map<string, StepRow>();
  readonly #walkedBefore: number;
  /** What it rests on, once that is on disk. */
  readonly #waits: WaitRow[] = [];
  #walk: Walk | undefined;
  #begunAt = performance.now();
  #canceled = false;
  #abandoned = false;
  #endedOutside = false;

  constructor(
    runtime: RunRuntime,
    run: RunRecord,
    plan: Plan,
    isNew: boolean,
    steps: readonly StepRecord[] = [],
  ) {
    this.#runtime = runtime;
    this.#redactor = runtime.createRedactor?.() ?? new Redactor();
    this.run = run;
    this.plan = plan;
    this.#journal = runtime.journal.open(run, isNew);
    this.#walkedBefore = run.duration_ms;
    for (const step of steps) this.#steps.set(step.activationId, stepRow(step));
  }

  get steps(): StepView[] {
    return [...this.#steps.values()].map(stepView);
  }

  get view(): RunView {
    return runView(this.run);
  }

  /** Whether the run's row has been handed to Postgres. */
  get isStored(): boolean {
    return this.#journal.isStored;
  }

  /** How long this walk has been going, in ms. */
  get age(): number {
    return performance.now() - this.#begunAt;
  }

  /** Walks to the end or to a wait. Rejects only when the journal does. */
  walk(scope: Scope, start: WalkStart, options: WalkOptions): Promise<WalkOutcome> {
    this.#begunAt = performance.now();
    this.#walk = new Walk(this.#createHost(), scope, start, options);
    const outcome = this.#walk.run();
    if (this.#canceled || this.#abandoned) this.#walk.cancel();
    return outcome;
  }

  cancel(): void {
    this.#canceled = true;
    this.#walk?.cancel();
  }

  /** Somebody else walks it by now: ends here, and writes nothing more. */
  abandon(): void {
    this.#abandoned = true;
    this.#walk?.cancel();
  }

  /** Somebody has ended it, which is on disk: stops the step at hand, and writes nothing more. */
  endOutside(): void {
    this.#endedOutside = true;
    this.abandon();
  }

  get wasEndedOutside(): boolean {
    return this.#endedOutside;
  }

  /** We have let go of it, so it is not ours to end either. */
  get wasAbandoned(): boolean {
    return this.#abandoned;
  }

  /** Tells listeners of an end that another process has written. */
  tellCanceled(error: ErrorInfo): void {
    Object.assign(this.run, {
      state: "canceled",
      error,
      owner_id: null,
      finished_at: this.#runtime.now().toISOString(),
    } satisfies Partial<RunRecord>);
    this.emit({ type: "finished", run: this.view });
  }

  /** Writes down what there is, so that the run can be seen and found again. */
  flush(): Promise<void> {
    return this.#journal.flush();
  }

  /** Keeps secrets that steps may use from now on out of whatever is stored or shown. */
  keepSecrets(secrets: { [name: string]: string }): void {
    this.#keepSecret({ secrets, settings: {} });
  }

  /** Copies a step of the run that this one continues from. */
  adoptStep(step: StepRecord): void {
    this.#record(stepRow(step));
  }

  /** Commits how the walk ended. Rejects when that cannot be written. */
  async settle(outcome: WalkOutcome): Promise<void> {
    const { run } = this;
    if (this.#abandoned) throw staleFence(run.id);
    run.state = outcome.state;
    run.result = this.#storable(outcome.respond === null ? outcome.output : { ...outcome.respond });
    run.error = this.#redactor.redact(outcome.error);
    run.duration_ms = this.#walkedBefore + this.age;
    run.step_count = this.#steps.size;
    run.owner_id = null;
    if (outcome.state !== "waiting") {
      run.finished_at = this.#runtime.now().toISOString();
      const isLive = run.mode === "live";
      // Nobody heard of this failure as it happened: it stays on the list until somebody has seen to it.
      if (isLive && outcome.state === "failed" && run.queued_at !== null)
        run.dead_at = run.finished_at;
      this.#journal.announce = isLive && this.#runtime.isListenedTo(run.workspace_id);
    }
    await this.#journal.flush();
    this.#waits.splice(0).forEach((wait) => {
      this.#runtime.onWait(run, wait);
    });
    measureRun(this.#runtime.metrics, this.run);
    this.emit({ type: "finished", run: this.view });
  }

  /** Drops what Postgres refused, so that the run's end at least is recorded. */
  dropRefused(): void {
    this.#journal.startOver();
    this.#steps.clear();
    this.run.input = null;
  }

  /** The same without the secrets that the run has used: for whatever leaves it. */
  withoutSecrets<T>(value: T): T {
    return this.#redactor.redact(value);
  }

  emit(event: RunEvent): void {
    const { id, conversation_id } = this.run;
    if (!this.#runtime.bus.isWatched(id, conversation_id)) return;
    this.#runtime.bus.emit(id, conversation_id, event);
  }

  #createHost(): WalkHost {
    const { run } = this;
    const { id: runId, workspace_id: workspaceId, conversation_id: conversationId } = run;
    const { flow_id: flowId } = run;
    const { http, circuits, offload, files, now, log, connections, chat, bus, pool } =
      this.#runtime;
    const { callbackUrl, startCalled, metrics, usage, budgets, answers } = this.#runtime;
    return {
      runId,
      http: (nodeId, connection, sides) => {
        const guarded =
          circuits === undefined
            ? http
            : guardedClient(
                ...([http, circuits] as const),
                { workspaceId, connectionId: connection?.id ?? "" },
                sides,
              );
        const limit = connection?.limits?.rate;
        const inTurn =
          connection === undefined || limit === undefined || budgets === undefined
            ? guarded
            : budgetedClient(guarded, budgets, {
                ...{ workspaceId, connectionId: connection.id, limit },
              });
        const metered =
          connection === undefined || usage === undefined
            ? inTurn
            : meteredHttp(inTurn, now, (request) =>
                usage.add({
                  ...this.#redactor.redact(request),
                  ...{ workspaceId, runId, nodeId, flowId, connectionId: connection.id },
                }),
              );
        if (answers === undefined) return metered;
        const whose = { workspaceId, connectionId: connection?.id ?? "" };
        return rememberingClient(metered, answers.store, answers.underWay, whose);
      },
      offload,
      files: {
        save: (meta, source) => files.save({ workspaceId, runId }, meta, source),
        open: (fileId) => files.open(workspaceId, fileId),
      },
      now,
      random: Math.random,
      hasChat: conversationId !== null,
      callbackUrl: (activationId, count) => callbackUrl(waitIdOf(runId, activationId, count)),
      // A called flow knows no secret of ours, so it would store what it is given.
      startRun: (call, key) => startCalled(run, this.#redactor.redact(call), key, null),
      journal: {
        begin: (step) => {
          this.#record(this.#row(step));
          return this.#journal.flush();
        },
        flush: () => this.#journal.flush(),
        finish: (step, durable) => {
          const row = this.#row(step);
          this.#record(row);
          measureStep(metrics, runId, step);
          if (bus.isWatched(runId, conversationId))
            this.emit({ type: "step", step: stepView(row) });
          return durable || this.#journal.buffered >= maxBuffered
            ? this.#journal.flush()
            : undefined;
        },
        wait: (wait) => this.#addWait(wait),
      },
      log: (nodeId, message, facts) =>
        log.info(
          { runId, nodeId, ...this.#redactor.redact(facts) },
          this.#redactor.redact(message),
        ),
      reportCrash: (nodeId, error) =>
        log.error(
          { runId, nodeId, err: this.#redactor.redactError(error) },
          "a step failed by a fault of ours",
        ),
      connection: async (connectionId, nodeType) => {
        const use = { flowId, nodeType };
        return this.#discreetly(await connections.resolve(workspaceId, connectionId, use));
      },
      chat: (nodeId, idempotencyKey) =>
        conversationId === null
          ? undefined
          : this.#discreet(chat().portFor(conversationId, runId, nodeId, idempotencyKey)),
      memory: (nodeId, holder) => {
        const mode = run.mode === "live" ? "live" : "test";
        const memory = createStepMemory(pool, { workspaceId, flowId, nodeId, mode }, holder);
        return {
          ...memory,
          write: (key, value) => memory.write(key, this.#redactor.redact(value)),
          claim: (key, value) => memory.claim(key, this.#redactor.redact(value)),
        };
      },
      keepSecret: (secret) => this.#keepSecret({ secrets: { secret }, settings: {} }),
      // Somebody is about to look at a test: what is under way then has to be known.
      withoutSecrets: (value) => this.#redactor.redact(value),
      isWatched: () => run.mode === "test" || bus.isWatched(runId, conversationId),
      onStarted: (step) => {
        const row = this.#row(step);
        this.#steps.set(row.activationId, row);
        this.emit({ type: "step", step: stepView(row) });
      },
    };
  }

  /** A provider that repeats its credential must not have it told to a visitor. */
  #discreet(port: ChatPort): ChatPort {
    return {
      ...port,
      say: (content) => port.say(this.#redactor.redact(content)),
      remember: (values) => port.remember(this.#redactor.redact(values)),
    };
  }

  /** Its secrets are never stored or shown, those of a renewed one neither. */
  #discreetly(connection: ResolvedConnection): ResolvedConnection {
    this.#keepSecret(connection);
    const { renew } = connection;
    if (renew === undefined) return connection;
    return {
      ...connection,
      renew: async () => {
        const renewed = await renew();
        return renewed === undefined ? undefined : this.#discreetly(renewed);
      },
    };
  }

  /** What was gathered before a secret was known may hold it too: a webhook that carries it, say. */
  #keepSecret({ secrets, settings }: Pick<ResolvedConnection, "secrets" | "settings">): void {
    this.#redactor.add(secrets, settings);
    if (this.#redactor.isEmpty) return;
    this.run.input = this.#redactor.redact(this.run.input);
    for (const step of this.#steps.values()) this.#redactRow(step);
  }

  #row(step: StepRecord): StepRow {
    const row = stepRow(step);
    // Before it is cut: half a secret would not be known again.
    if (!this.#redactor.isEmpty) this.#redactRow(row);
    row.input = fitForStorage(row.input);
    row.output = fitForStorage(row.output);
    if (row.vars !== null) row.vars = fitForStorage(row.vars) as JsonObject; // objects stay objects
    return row;
  }

  #redactRow(row: StepRow): void {
    row.input = this.#redactor.redact(row.input);
    row.output = this.#redactor.redact(row.output);
    row.vars = this.#redactor.redact(row.vars);
    row.error = this.#redactor.redact(row.error);
    row.backup = this.#redactor.redact(row.backup);
  }

  #storable(value: Json): Json {
    return fitForStorage(this.#redactor.redact(value));
  }

  #record(row: StepRow): void {
    this.#steps.set(row.activationId, row);
    this.run.step_count = this.#steps.size;
    this.#journal.addStep(row);
  }

  #addWait(wait: WaitRecord): void {
    // What a wait keeps, calls another flow with or says to people leaves this run too.
    const row = waitRow(this.run, this.#redactor.redact(wait));
    this.#waits.push(row);
    this.#journal.addWait(row);
  }
}
