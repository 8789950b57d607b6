import { requirePermission } from "#lib/access/permissions.ts";
import { canceledChannel } from "#lib/db/runs/canceled-runs.ts";
import { consumeWait, findOpenWait, findWait } from "#lib/db/runs/consume-wait.ts";
import {
  conversationExists,
  findRun,
  type RunRecord,
  type StoredWait,
} from "#lib/db/runs/find-run.ts";
import { findUnservedCalls } from "#lib/db/runs/unserved-calls.ts";
import { type WaitRow, writeJournal } from "#lib/db/runs/write-journal.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import { definitionOf as catalogueDefinition } from "#lib/nodes/catalog.ts";
import type { TriggerKind } from "#lib/nodes/contract.ts";
import { noMetrics } from "#lib/operations/run-metrics.ts";
import { createCalls } from "./calls.ts";
import type { RunService, StartRun } from "./contract.ts";
import { createRunEnding } from "./end-runs.ts";
import { Journal } from "./journal.ts";
import { createNodeTypes } from "./node-types.ts";
import { createRunReader, runNotFound } from "./read-runs.ts";
import { notReady, runsPaused } from "./refusals.ts";
import { RunBus } from "./run-bus.ts";
import type { RunServiceDeps } from "./run-runtime.ts";
import { TestWatchers } from "./test-watchers.ts";
import { WalkRuns } from "./walk-runs.ts";
import { createRunWatch } from "./watch-run.ts";

/** A run that takes longer than this is written down while it goes on, in ms. */
const visibleAfterMs = 250;
/** How long `stop` lets runs end, in ms. */
const drainMs = 20_000;
/** How long walks may take to heed that they are abandoned, in ms. */
const abandonMs = 2_000;
/** How often calls are looked for whose start or end was lost, in ms. */
const mendMs = 10_000;

/** Builds the run service. Nothing is served before `recover()`. */
export function createRunService(deps: RunServiceDeps): RunService {
  const { pool, flows, ownerId, log } = deps;
  const definitionOf = deps.definitionOf ?? catalogueDefinition;
  const bus = new RunBus();
  const metrics = deps.metrics ?? noMetrics;
  const journal = new Journal(async (writes) => {
    const begunAt = performance.now();
    const written = await writeJournal(deps.journalPool, writes);
    const steps = writes.reduce((sum, write) => sum + write.steps.length, 0);
    metrics.journalFlushed({ durationMs: performance.now() - begunAt, runs: writes.length, steps });
    return written;
  });
  const now = deps.clock ?? (() => new Date());
  const { queue } = deps;
  const calls = createCalls({
    accept: queue.accept,
    flows,
    definitionOf,
    arrive: queue.enqueueResumption,
  });
  const runs = new WalkRuns(
    {
      ...deps,
      onEnded({ caller_wait_id: waitId }, result) {
        if (waitId !== null) unattended(calls.tellCaller(waitId, result), "a call", result.runId);
      },
    },
    {
      ...deps,
      journal,
      metrics,
      bus,
      now,
      isListenedTo: deps.isListenedTo ?? (() => false),
      startCalled: calls.startCalled,
      onWait: serveWait,
    },
    createNodeTypes(deps.executors, definitionOf),
  );
  const reader = createRunReader(pool, runs.active);
  deps.line?.on(canceledChannel, (runId) => {
    if (runId !== null) runs.endOutside([runId]);
    else unattended(runs.lookForCanceled(), "a look for cancelled runs", "");
  });
  const ending = createRunEnding({ pool, runs, bus, calls });
  const tests =
    deps.line &&
    new TestWatchers({
      ...{ pool, ownerId, log, end: ending.endTest },
      line: deps.line,
      graceMs: deps.testGraceMs,
    });
  let stopping = false;
  let sweep: NodeJS.Timeout | undefined;
  let mending: NodeJS.Timeout | undefined;

  /** Nothing is walked here that others might take for left behind. */
  const refuseWhenUnable = () => {
    if (stopping) throw new EngineError("shutting_down", "Patchbay is shutting down.");
    if (!queue.mayWalk()) throw notReady();
  };

  function start(input: StartRun): ReturnType<RunService["start"]> {
    refuseWhenUnable();
    if (input.mode === "live" && deps.isPaused?.(input.target.workspaceId)) throw runsPaused();
    sweep ??= setInterval(writeLongRuns, visibleAfterMs).unref();
    const { run, result } = runs.start(input);
    return {
      runId: run.run.id,
      result,
      get committed() {
        return run.flush();
      },
    };
  }

  /** Makes runs that take long visible, and known to whoever takes over should we die. */
  function writeLongRuns(): void {
    for (const run of runs.active.values()) {
      // Should it fail, the run hears of it with its own next flush.
      if (!run.isStored && run.age > visibleAfterMs) run.flush().catch(() => undefined);
    }
  }

  /** What a run that rests needs done for it; found again by `mendCalls` should we die first. */
  function serveWait(run: RunRecord, wait: WaitRow): void {
    const { call, state } = wait.state as StoredWait; // written by ActiveRun
    if (wait.kind === "run" && call !== undefined) {
      unattended(calls.serveWait(run, wait.id, call), "a call", run.id);
    }
    if (wait.kind === "person" && run.conversation_id !== null) {
      const note = typeof state.note === "string" ? state.note : "";
      unattended(deps.chat().park(run.conversation_id, note), "a hand-over", run.id);
    }
  }

  function unattended(work: Promise<unknown>, what: string, runId: string): void {
    work.catch((error: unknown) => log.warn({ err: error, runId }, `${what} did not get through`));
  }

  /** Calls whose start or end was lost with a process. */
  async function mendCalls(): Promise<void> {
    for (const { waitId, callerId, call, ended } of await findUnservedCalls(pool)) {
      const caller = ended === null ? await findRun(pool, callerId, null) : null;
      if (caller !== null) await calls.serveWait(caller, waitId, call);
      else if (ended !== null) await calls.tellCaller(waitId, { ...ended, respond: null });
    }
  }

  /** Runs that were given up have failed without a word. */
  async function tellOfAbandoned(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      const run = await findRun(pool, runId, null);
      if (run === null || run.state !== "failed") continue;
      const { caller_wait_id: waitId, error, conversation_id: conversationId } = run;
      const result = { runId, state: run.state, output: null, respond: null, error };
      if (waitId !== null) await calls.tellCaller(waitId, result);
      if (conversationId !== null) {
        const apology = "Sorry, something went wrong on our side. Please try again in a moment.";
        await deps.chat().apologise(conversationId, runId, apology);
      }
    }
  }

  /** For runs whose result nobody waits for: it is in the journal, and failures in the log. */
  function startUnattended(input: StartRun): { runId: string } {
    const { runId, result } = start(input);
    result.catch((error: unknown) => log.warn({ err: error, runId }, "a run was lost"));
    return { runId };
  }

  function triggerOf(
    target: LiveTarget,
    nodeId: string | undefined,
  ): { node: FlowNode; kind: TriggerKind } {
    for (const node of target.document.nodes) {
      const kind = definitionOf(node.type)?.trigger;
      if (kind === undefined || (nodeId === undefined ? node.disabled : node.id !== nodeId))
        continue;
      return { node, kind };
    }
    throw new UserError("no_trigger", "This flow has no trigger to start it.", {
      next: "Drag a trigger onto the canvas and connect it.",
    });
  }

  return {
    ...reader,
    start,
    cancel: ending.cancel,
    letGo: ending.letGo,
    subscribe: createRunWatch({
      ...{ bus, reader, log, tests },
      isHere: (runId) => runs.active.has(runId),
    }),

    openWait: (conversationId) => findOpenWait(pool, conversationId),

    async resume(waitId, arrival) {
      refuseWhenUnable();
      const consumed = await consumeWait(pool, waitId, ownerId, arrival);
      return consumed === null ? null : await runs.continueRun(consumed.runId);
    },

    accept: queue.accept,

    async resumeCallback(waitId, request) {
      const wait = await findWait(pool, waitId);
      if (wait === null || wait.kind !== "callback") return "unknown";
      const resumed = await queue.enqueueResumption(waitId, { kind: "callback", request });
      return resumed ? "resumed" : "used";
    },

    async callbackState(waitId) {
      const wait = await findWait(pool, waitId);
      if (wait === null || wait.kind !== "callback") return "unknown";
      return wait.open ? "open" : "used";
    },

    resumePerson: (waitId, by) => queue.enqueueResumption(waitId, { kind: "person", by }),

    async rerun(actor, runId) {
      requirePermission(actor, "runs.start");
      const earlier = await findRun(pool, runId, actor.workspaceId);
      if (earlier === null) throw runNotFound();
      if (earlier.conversation_id !== null) {
        throw new UserError(
          "invalid_input",
          "A run of a conversation cannot be repeated by itself.",
          {
            next: "Try the flow in the chat preview.",
          },
        );
      }
      const { mode, flow_id } = earlier;
      const target =
        mode === "live"
          ? await flows.liveByFlow(flow_id)
          : await flows.draftForTest(actor, flow_id);
      if (target === null || target.workspaceId !== actor.workspaceId) {
        throw new UserError("not_published", "The flow is not published any more.", {
          next: "Publish it, or run its draft as a test.",
        });
      }
      return startUnattended({
        target,
        mode,
        triggerKind: earlier.trigger_kind,
        triggerNodeId: triggerOf(target, earlier.trigger_node_id).node.id,
        payload: earlier.input,
        startedBy: actor.userId,
        repeats: runId,
      });
    },

    async startTest(actor, { flowId, triggerNodeId, payload, from }) {
      requirePermission(actor, "flows.test");
      const target = await flows.draftForTest(actor, flowId);
      const earlier =
        from?.runId === undefined ? null : await findRun(pool, from.runId, actor.workspaceId);
      if (from?.runId !== undefined && earlier === null) throw runNotFound();
      const { node, kind } = triggerOf(target, triggerNodeId ?? earlier?.trigger_node_id);
      return startUnattended({
        target,
        mode: "test",
        triggerKind: kind,
        triggerNodeId: node.id,
        payload: payload ?? earlier?.input ?? sampleFor(node),
        startedBy: actor.userId,
        ...(from === undefined ? {} : { from }),
      });
    },

    async subscribeConversation(actor, conversationId, listener) {
      requirePermission(actor, "runs.read");
      if (!(await conversationExists(pool, actor.workspaceId, conversationId))) {
        throw new UserError("conversation_not_found", "There is no such conversation.");
      }
      const stop = bus.onConversation(conversationId, listener);
      for (const run of runs.active.values()) {
        if (run.run.conversation_id !== conversationId) continue;
        listener({ type: "run", run: run.view, steps: run.steps, runId: run.run.id });
      }
      return stop;
    },

    async recover() {
      await queue.start({
        walk: ({ record, payload, interrupted }) =>
          runs.walkOn(record, payload ?? record.input, interrupted),
        active: () => runs.active.size,
        orphans: runs.orphans,
        onLeaseLost: () => runs.abandonAll(),
        onAbandoned: tellOfAbandoned,
      });
      mending = setInterval(() => unattended(mendCalls(), "calls", ""), mendMs).unref();
    },

    async stop() {
      stopping = true;
      tests?.stop();
      await queue.stopTaking();
      if (!(await runs.drain(drainMs))) {
        // Others go on from the journal, with new fences.
        runs.abandonAll();
        await runs.drain(abandonMs);
      }
      clearInterval(sweep);
      clearInterval(mending);
      await queue.release();
    },
  };

  function sampleFor(node: FlowNode) {
    const sample = definitionOf(node.type)?.sample ?? null;
    return typeof sample === "function" ? sample(node.config) : sample;
  }
}
