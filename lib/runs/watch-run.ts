import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { RunService } from "./contract.ts";
import { isOver, type RunEvent, type RunView, type StepView } from "./events.ts";
import type { RunBus } from "./run-bus.ts";
import type { RunLog } from "./run-runtime.ts";
import type { TestWatchers } from "./test-watchers.ts";

/** How often a run is looked at that another process walks, or none, in ms. */
const lookMs = 1_000;

const ended: ReadonlySet<string> = new Set(["succeeded", "failed", "canceled"]);

type WatchDeps = {
  bus: RunBus;
  reader: Pick<RunService, "get">;
  /** Whether this process walks the run: then its events come by the bus. */
  isHere: (runId: string) => boolean;
  /** Told who watches a test; one that nobody watches any more is ended. */
  tests: Pick<TestWatchers, "watch" | "forget"> | undefined;
  log: RunLog;
};

/**
 * Tells a run's events as they happen while this process walks it, and within a second what its
 * journal holds while it is queued, waits, or is walked elsewhere.
 */
export function createRunWatch({
  bus,
  reader,
  isHere,
  tests,
  log,
}: WatchDeps): RunService["subscribe"] {
  return async function subscribe(actor, runId, listener) {
    requirePermission(actor, "runs.read");
    let timer: NodeJS.Timeout | undefined;
    // What happens while the state so far is being read comes after it.
    let early: RunEvent[] | undefined = [];
    let known = "";
    let leaveTest: (() => void) | undefined;
    const over = () => {
      clearInterval(timer);
      tests?.forget(runId);
    };
    const leave = bus.onRun(runId, (event) => {
      if (isOver(event)) over();
      if (early === undefined) listener(event);
      else early.push(event);
    });
    const stop = () => {
      clearInterval(timer);
      leave();
      leaveTest?.();
    };
    const look = async (who: Actor) => {
      if (isHere(runId)) return;
      const { run, steps } = await reader.get(who, runId);
      const now = fingerprint(run, steps);
      if (now === known || isHere(runId)) return;
      known = now;
      listener({ type: "run", run, steps });
      if (!ended.has(run.state)) return;
      over();
      listener({ type: "finished", run });
    };
    try {
      const { run, steps } = await reader.get(actor, runId);
      known = fingerprint(run, steps);
      listener({ type: "run", run, steps });
      const missed = early;
      early = undefined;
      for (const event of missed) listener(event);
      const hasEnded = missed.some(isOver);
      if (ended.has(run.state)) {
        if (!hasEnded) listener({ type: "finished", run });
      } else if (!hasEnded) {
        // A conversation's visitor may write long after this page was closed.
        if (run.mode === "test" && run.conversationId === null) {
          leaveTest = tests?.watch(actor.workspaceId, runId);
        }
        timer = setInterval(() => {
          look(actor).catch((error: unknown) => log.warn({ err: error, runId }, "a look was lost"));
        }, lookMs).unref();
      }
      return stop;
    } catch (error) {
      stop();
      throw error;
    }
  };
}

function fingerprint(run: RunView, steps: readonly StepView[]): string {
  return `${run.state} ${steps.length} ${steps.at(-1)?.seq ?? 0}`;
}
