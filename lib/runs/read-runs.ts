import type { Pool } from "pg";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { granteeOf, isFlowOf, mayWorkOn } from "#lib/db/flows/granted.ts";
import { findLatestTestRun, findRunFor, findSteps } from "#lib/db/runs/find-run.ts";
import { listRuns, type RunPosition } from "#lib/db/runs/list-runs.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ActiveRun } from "./active-run.ts";
import type { RunFilter } from "./contract.ts";
import type { RunView, StepView } from "./events.ts";
import { runView, stepRow, stepView } from "./run-views.ts";

const defaultPage = 50;
const largestPage = 200;

export type RunReader = {
  list(actor: Actor, filter: RunFilter): Promise<{ runs: RunView[]; nextCursor: string | null }>;
  get(actor: Actor, runId: string): Promise<{ run: RunView; steps: StepView[] }>;
  latestSteps(actor: Actor, flowId: string): Promise<{ runId: string | null; steps: StepView[] }>;
};

/** Reads runs for people. Runs under way here are shown as they are now, ahead of the disk. */
export function createRunReader(
  pool: Pick<Pool, "query">,
  active: ReadonlyMap<string, ActiveRun>,
): RunReader {
  async function get(actor: Actor, runId: string) {
    requirePermission(actor, "runs.read");
    const here = active.get(runId);
    if (here !== undefined && here.run.workspace_id === actor.workspaceId) {
      if (!(await mayWorkOn(pool, actor, here.run.flow_id))) throw runNotFound();
      return { run: here.view, steps: here.steps };
    }
    const run = await findRunFor(pool, actor, runId);
    if (run === null) throw runNotFound();
    const steps = await findSteps(pool, runId);
    return { run: runView(run), steps: steps.map((step) => stepView(stepRow(step))) };
  }

  return {
    get,

    async list(actor, { cursor, limit, ...filter }) {
      requirePermission(actor, "runs.read");
      for (const time of [filter.since, filter.until]) {
        if (time !== undefined && Number.isNaN(Date.parse(time))) throw badFilter("time");
      }
      const size = Math.max(1, Math.min(largestPage, Math.floor(limit ?? defaultPage)));
      const after = cursor === undefined ? null : readCursor(cursor);
      const found = await listRuns(pool, actor.workspaceId, granteeOf(actor), filter, after, size);
      const runs = found.slice(0, size).map(runView);
      const last = runs.at(-1);
      return {
        runs,
        nextCursor: found.length > size && last !== undefined ? writeCursor(last) : null,
      };
    },

    async latestSteps(actor, flowId) {
      requirePermission(actor, "runs.read");
      if (!(await isFlowOf(pool, actor, flowId))) {
        throw new UserError("not_found", "This flow does not exist any more.");
      }
      const runId = await findLatestTestRun(pool, actor.workspaceId, flowId);
      if (runId === null) return { runId, steps: [] };
      return { runId, steps: (await get(actor, runId)).steps };
    },
  };
}

export function runNotFound(): UserError {
  return new UserError("run_not_found", "There is no such run.");
}

function badFilter(what: string): UserError {
  return new UserError("invalid_input", `The ${what} to filter runs by is not valid.`);
}

function writeCursor({ startedAt, id }: RunView): string {
  return Buffer.from(JSON.stringify([startedAt, id])).toString("base64url");
}

function readCursor(cursor: string): RunPosition {
  try {
    const [startedAt, id]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      typeof startedAt === "string" &&
      typeof id === "string" &&
      !Number.isNaN(Date.parse(startedAt))
    )
      return { startedAt, id };
  } catch {
    // Told below.
  }
  throw badFilter("page");
}
