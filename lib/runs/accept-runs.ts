import type { Pool } from "pg";
import { validate as isUuid } from "uuid";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { insertRuns, type QueuedRun } from "#lib/db/queue/insert-runs.ts";
import { storableJson } from "#lib/db/runs/storable-json.ts";
import { databaseUnavailable, isConnectionLoss } from "#lib/errors/connection-loss.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { noMetrics, type RunMetrics } from "#lib/operations/run-metrics.ts";
import type { RunDoorbells } from "#lib/queue/start-queue.ts";
import type { Accept, AcceptRun } from "./accept.ts";
import { fitForStorage } from "./fit-for-storage.ts";
import { LoadGuard, overloaded } from "./load-guard.ts";
import { QueueDepth } from "./policies.ts";
import { newRunId } from "./run-ids.ts";

/** Runs in one transaction at most, and characters of their payloads. */
const maxRunsInFlush = 200;
const maxCharactersInFlush = 8_000_000;
/** What may wait for the disk at once. */
const maxWaitingRuns = 5_000;
const maxWaitingCharacters = 64_000_000;

/** NUL and halves of surrogate pairs, as JSON writes them. May also find an escaped backslash before. */
const unreadable = /\\u(?:0000|d[89a-f])/;

export type AcceptorOptions = {
  /** For counting. */
  pool: Pick<Pool, "query">;
  /** For writing: one connection is used, as long as a flush takes. */
  journalPool: Pick<Pool, "connect">;
  queue: Pick<RunDoorbells, "ring">;
  /** Default: this process's heap. */
  guard?: LoadGuard;
  /** Default: nobody measures. */
  metrics?: Pick<RunMetrics, "accepted">;
  /** Names the present request, for the log of whoever walks the run. Default: none is known. */
  requestId?: (() => string | undefined) | undefined;
};

export type Acceptor = {
  accept: Accept;
  /** Looks at a workspace's limits again. */
  forgetPolicy(workspaceId: string): void;
  /** Accepts nothing more; resolves when what was under way is on disk. */
  stop(): Promise<void>;
};

type Waiting = PromiseWithResolvers<void> & {
  run: QueuedRun;
  value: Json;
  requestId: string | undefined;
};

/**
 * Takes runs in: their row, what started them and a doorbell, in one transaction for all that came
 * while the one before was under way. A payload that Postgres refuses is mended, and never fails the
 * others of its transaction.
 */
export function createAcceptor(options: AcceptorOptions): Acceptor {
  const { journalPool, queue, guard = new LoadGuard(), metrics = noMetrics } = options;
  const depth = new QueueDepth(options.pool);
  const waiting: Waiting[] = [];
  let characters = 0;
  let flushing = false;
  let scheduled = false;
  let stopping = false;
  let idle: PromiseWithResolvers<void> | undefined;

  function schedule(): void {
    if (scheduled || flushing) return;
    if (waiting.length === 0) {
      idle?.resolve();
      return;
    }
    scheduled = true;
    // After what the event loop has at hand: what came together is written together.
    setImmediate(() => {
      scheduled = false;
      void flush();
    });
  }

  async function flush(): Promise<void> {
    flushing = true;
    let size = 0;
    let count = 0;
    for (const { run } of waiting) {
      size += run.payload.length;
      if (count > 0 && (count >= maxRunsInFlush || size > maxCharactersInFlush)) break;
      count += 1;
    }
    const batch = waiting.splice(0, count);
    await write(batch);
    for (const { run } of batch) characters -= run.payload.length;
    flushing = false;
    schedule();
  }

  /** Never rejects: each run hears its own outcome. */
  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      await inTransaction(journalPool, async (client) => {
        const runs = batch.map(({ run }) => run);
        const written = await insertRuns(client, runs);
        // Whatever has the same id is one run.
        const fresh = new Map(
          batch.filter(({ run }) => written.has(run.id)).map((entry) => [entry.run.id, entry]),
        );
        await queue.ring(
          client,
          [...fresh.values()].map(({ run, requestId }) => ({
            runId: run.id,
            workspaceId: run.workspaceId,
            requestId,
          })),
        );
      });
    } catch (error) {
      await sortOut(batch, error);
      return;
    }
    for (const { resolve } of batch) resolve();
  }

  async function sortOut(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (isConnectionLoss(error)) {
      const lost = databaseUnavailable(error);
      for (const { reject } of batch) reject(lost);
      return;
    }
    const [only] = batch;
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      await write(batch.slice(0, middle));
      await write(batch.slice(middle));
    } else if (only !== undefined) {
      const mended = storableJson(only.value);
      if (mended === only.value) {
        only.reject(
          new EngineError("journal_refused", "This run could not be recorded.", { cause: error }),
        );
        return;
      }
      const run = { ...only.run, ...payloadText(mended) };
      await write([{ ...only, run, value: mended }]);
    }
  }

  const refuseWhenStopping = () => {
    if (stopping) throw new EngineError("shutting_down", "Patchbay is shutting down.");
  };

  return {
    async accept(input) {
      refuseWhenStopping();
      const begunAt = performance.now();
      const requestId = options.requestId?.();
      if (waiting.length >= maxWaitingRuns || characters >= maxWaitingCharacters) {
        throw overloaded();
      }
      guard.check();
      const counted = depth.take(input.target.workspaceId);
      if (counted !== undefined) {
        await counted;
        refuseWhenStopping();
      }
      const run = queuedRun(input);
      characters += run.payload.length;
      const entry: Waiting = {
        ...Promise.withResolvers<void>(),
        ...{ run, value: input.payload, requestId },
      };
      waiting.push(entry);
      schedule();
      await entry.promise;
      metrics.accepted(performance.now() - begunAt);
      return { runId: run.id };
    },
    forgetPolicy: (workspaceId) => depth.forget(workspaceId),
    async stop() {
      stopping = true;
      if (!flushing && waiting.length === 0) return;
      idle ??= Promise.withResolvers();
      await idle.promise;
    },
  };
}

function queuedRun(input: AcceptRun): QueuedRun {
  const { target, runId = newRunId() } = input;
  if (!isUuid(runId)) throw new Error(`“${runId}” is no UUID.`);
  return {
    id: runId,
    workspaceId: target.workspaceId,
    flowId: target.flowId,
    versionId: target.versionId,
    documentHash: target.documentHash,
    triggerKind: input.triggerKind,
    triggerNodeId: input.triggerNodeId,
    conversationId: input.conversationId ?? null,
    startedBy: input.startedBy ?? null,
    parentRunId: input.parentRunId ?? null,
    callerWaitId: input.callerWaitId ?? null,
    depth: input.depth ?? 0,
    ...payloadText(input.payload),
  };
}

/** JSON text of the payload and of what is shown of it; what Postgres could not read is mended. */
function payloadText(value: Json): { payload: string; input: string | undefined } {
  let readable = value;
  let payload: string;
  try {
    payload = JSON.stringify(value) ?? "null";
    if (unreadable.test(payload)) {
      readable = storableJson(value);
      payload = JSON.stringify(readable);
    }
  } catch {
    // Nested deeper than the stack is.
    readable = storableJson(value);
    payload = JSON.stringify(readable);
  }
  const shown = fitForStorage(readable);
  return { payload, input: shown === readable ? undefined : JSON.stringify(shown) };
}
