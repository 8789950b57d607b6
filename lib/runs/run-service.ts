import { requirePermission } from "#lib/access/permissions.ts";
import { canceledChannel } from "#lib/db/runs/canceled-runs.ts";
import { consumeWait, findOpenWait, findWait } from "#lib/db/runs/consume-wait.ts";
import { conversationExists } from "#lib/db/runs/find-run.ts";
import { writeJournal } from "#lib/db/runs/write-journal.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { definitionOf as catalogueDefinition } from "#lib/nodes/catalog.ts";
import { noMetrics } from "#lib/operations/run-metrics.ts";
import { createAftermath } from "./aftermath.ts";
import { createCalls } from "./calls.ts";
import type { RunService, StartRun } from "./contract.ts";
import { createRunEnding } from "./end-runs.ts";
import { Journal } from "./journal.ts";
import { createNodeTypes } from "./node-types.ts";
import { noteLost } from "./note-lost.ts";
import { createRunReader } from "./read-runs.ts";
import { notReady, runsPaused } from "./refusals.ts";
import { RunBus } from "./run-bus.ts";
import { type RunServiceDeps, unnamed } from "./run-runtime.ts";
import { createStartByHand } from "./start-by-hand.ts";
import { TestWatchers } from "./test-watchers.ts";
import { WalkRuns } from "./walk-runs.ts";
import { createRunWatch } from "./watch-run.ts";

/** A run that takes longer than this is written down while it goes on, in ms. */
const visibleAfterMs = 250;
/** How long `stop` lets runs end, in ms. */
const drainMs = 20_000;
/** How long walks may take to heed that they are abandoned, in ms. */
const abandonMs = 2_000;

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
  const { queue, inLogContext = unnamed } = deps;
  const calls = createCalls({
    accept: queue.accept,
    flows,
    definitionOf,
    arrive: queue.enqueueResumption,
  });
  const aftermath = createAftermath({ pool, calls, chat: deps.chat, log });
  const runs = new WalkRuns(
    { ...deps, onEnded: aftermath.onEnded },
    {
      ...deps,
      journal,
      metrics,
      bus,
      now,
      isListenedTo: deps.isListenedTo ?? (() => false),
      startCalled: calls.startCalled,
      onWait: aftermath.onWait,
    },
    createNodeTypes(deps.executors, definitionOf),
  );
  const reader = createRunReader(pool, runs.active);
  deps.line?.on(canceledChannel, (runId) => {
    if (runId !== null) runs.endOutside([runId]);
    else {
      runs.lookForCanceled().catch((error: unknown) => {
        log.warn({ err: error }, "cancelled runs could not be looked for");
      });
    }
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

  /** For runs whose result nobody waits for: it is in the journal, and failures in the log. */
  function startUnattended(input: StartRun): { runId: string } {
    const { runId, result } = start(input);
    result.catch((error: unknown) => noteLost(log, error, { runId, ownerId: deps.ownerId }));
    return { runId };
  }

  return {
    ...reader,
    ...createStartByHand({ pool, flows, definitionOf, start: startUnattended }),
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
      if (resumed) return "resumed";
      const missed = await findWait(pool, waitId);
      return missed?.state === "expired" ? "expired" : "used";
    },

    async callbackState(waitId) {
      const wait = await findWait(pool, waitId);
      if (wait === null || wait.kind !== "callback") return "unknown";
      return wait.state;
    },

    resumePerson: (waitId, by) => queue.enqueueResumption(waitId, { kind: "person", by }),

    async subscribeConversation(actor, conversationId, listener) {
      requirePermission(actor, "runs.read");
      if (!(await conversationExists(pool, actor, conversationId))) {
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
        walk: ({ record, payload, interrupted, requestId }) =>
          inLogContext({ requestId }, () =>
            runs.walkOn(record, payload ?? record.input, interrupted),
          ),
        active: () => runs.active.size,
        orphans: runs.orphans,
        onLeaseLost: () => runs.abandonAll(),
        onAbandoned: aftermath.onAbandoned,
      });
      aftermath.start();
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
      aftermath.stop();
      await queue.release();
    },
  };
}
