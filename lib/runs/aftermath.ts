import type { Pool } from "pg";
import { findRun, type RunRecord, type StoredWait } from "#lib/db/runs/find-run.ts";
import { findUnservedCalls } from "#lib/db/runs/unserved-calls.ts";
import type { WaitRow } from "#lib/db/runs/write-journal.ts";
import type { createCalls } from "./calls.ts";
import type { RunResult } from "./contract.ts";
import type { RunLog, RunServiceDeps } from "./run-runtime.ts";

/** How often calls are looked for whose start or end was lost, in ms. */
const mendMs = 10_000;

export type AftermathDeps = {
  pool: Pick<Pool, "query">;
  calls: Pick<ReturnType<typeof createCalls>, "serveWait" | "tellCaller">;
  chat: RunServiceDeps["chat"];
  log: Pick<RunLog, "warn">;
};

/**
 * What follows once a run has come to rest or to its end: called flows begin, callers hear of the
 * result, conversations are handed over. All of it comes after the journal's commit, so what a dying
 * process left undone is looked for from time to time.
 */
export function createAftermath({ pool, calls, chat, log }: AftermathDeps) {
  let mending: NodeJS.Timeout | undefined;

  /** Nobody waits for it: should it fail, it is mended later. */
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

  return {
    /** What a run that rests needs done for it. */
    onWait(run: RunRecord, wait: WaitRow): void {
      const { call, state } = wait.state as StoredWait; // written by ActiveRun
      if (wait.kind === "run" && call !== undefined) {
        unattended(calls.serveWait(run, wait.id, call), "a call", run.id);
      }
      if (wait.kind === "person" && run.conversation_id !== null) {
        const note = typeof state.note === "string" ? state.note : "";
        unattended(chat().park(run.conversation_id, note), "a hand-over", run.id);
      }
    },

    onEnded({ caller_wait_id: waitId }: RunRecord, result: RunResult): void {
      if (waitId !== null) unattended(calls.tellCaller(waitId, result), "a call", result.runId);
    },

    /** Runs that were given up have failed without a word. */
    async onAbandoned(runIds: readonly string[]): Promise<void> {
      for (const runId of runIds) {
        const run = await findRun(pool, runId, null);
        if (run === null || run.state !== "failed") continue;
        const { caller_wait_id: waitId, error, conversation_id: conversationId } = run;
        const result = { runId, state: run.state, output: null, respond: null, error };
        if (waitId !== null) await calls.tellCaller(waitId, result);
        if (conversationId !== null) {
          const apology = "Sorry, something went wrong on our side. Please try again in a moment.";
          await chat().apologise(conversationId, runId, apology);
        }
      }
    },

    start(): void {
      mending ??= setInterval(() => unattended(mendCalls(), "calls", ""), mendMs).unref();
    },

    stop(): void {
      clearInterval(mending);
    },
  };
}
