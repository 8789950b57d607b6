import type { Pool } from "pg";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { mayWorkOn } from "#lib/db/flows/granted.ts";
import { cancelRun } from "#lib/db/runs/cancel-run.ts";
import { findRun, findRunFor } from "#lib/db/runs/find-run.ts";
import { describeError, type ErrorInfo } from "#lib/errors/describe-error.ts";
import type { createCalls } from "./calls.ts";
import type { RunService } from "./contract.ts";
import { runNotFound } from "./read-runs.ts";
import { runCanceled, testUnwatched } from "./refusals.ts";
import type { RunBus } from "./run-bus.ts";
import { runView } from "./run-views.ts";
import type { WalkRuns } from "./walk-runs.ts";

export type EndingDeps = {
  pool: Pick<Pool, "query">;
  runs: WalkRuns;
  bus: RunBus;
  calls: Pick<ReturnType<typeof createCalls>, "tellCaller">;
};

/** Ends runs before their time, wherever they are, and tells whoever waits for them. */
export function createRunEnding({ pool, runs, bus, calls }: EndingDeps) {
  async function tell(runId: string, callerWaitId: string | null, error: ErrorInfo): Promise<void> {
    if (callerWaitId === null) return;
    await calls.tellCaller(callerWaitId, {
      ...{ runId, state: "canceled", output: null, respond: null, error },
    });
  }

  /** False when there is no such run. One that has ended stays as it is. */
  async function end(workspaceId: string, runId: string, error: ErrorInfo): Promise<boolean> {
    const here = runs.active.get(runId);
    if (here !== undefined && here.run.workspace_id === workspaceId && !here.wasAbandoned) {
      here.cancel();
      return true;
    }
    const canceled = await cancelRun(pool, workspaceId, runId, error);
    if (canceled !== null) await tell(runId, canceled.callerWaitId, error);
    const run = await findRun(pool, runId, workspaceId);
    if (run === null) return false;
    if (canceled !== null) {
      bus.emit(runId, run.conversation_id, { type: "finished", run: runView(run) });
    }
    return true;
  }

  /** A run that only this process knows of yet is judged by its flow. */
  async function mayCancel(actor: Actor, runId: string): Promise<boolean> {
    const here = runs.active.get(runId)?.run;
    if (here === undefined) return (await findRunFor(pool, actor, runId)) !== null;
    return here.workspace_id === actor.workspaceId && mayWorkOn(pool, actor, here.flow_id);
  }

  return {
    async cancel(actor, runId) {
      requirePermission(actor, "runs.cancel");
      if (!(await mayCancel(actor, runId))) throw runNotFound();
      if (!(await end(actor.workspaceId, runId, describeError(runCanceled())))) throw runNotFound();
    },

    async letGo(canceled) {
      const error = describeError(runCanceled());
      for (const { id, callerWaitId } of canceled) {
        runs.endOutside([id]);
        await tell(id, callerWaitId, error);
      }
    },

    /** A test that nobody watches any more. */
    async endTest(workspaceId: string, runId: string) {
      await end(workspaceId, runId, describeError(testUnwatched()));
    },
  } satisfies Pick<RunService, "cancel" | "letGo"> & {
    endTest(workspaceId: string, runId: string): Promise<void>;
  };
}
