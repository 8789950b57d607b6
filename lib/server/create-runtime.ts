import type { FastifyBaseLogger } from "fastify";
import { AuditStreamer } from "#lib/audit/audit-streamer.ts";
import { Budgets } from "#lib/budgets/budgets.ts";
import { Circuits } from "#lib/circuits/circuits.ts";
import { UsageLog } from "#lib/connections/usage-log.ts";
import type { Database } from "#lib/db/client.ts";
import { createNoticeLine } from "#lib/db/notice-line.ts";
import { pausedWorkspaces, policiesChannel } from "#lib/db/operations/paused-workspaces.ts";
import { readTotals } from "#lib/db/operations/read-totals.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import { AnswerStore } from "#lib/http/cache/answer-store.ts";
import { createOperationsService } from "#lib/operations/create-operations-service.ts";
import { flowsEndingRuns } from "#lib/operations/flows-ending-runs.ts";
import { Pruner } from "#lib/operations/pruner.ts";
import type { RunningQueue } from "#lib/queue/start-queue.ts";
import { EndingScan } from "#lib/run-listeners/ending-scan.ts";
import { createListenerDirectory } from "#lib/run-listeners/listener-directory.ts";
import { createRunQueue } from "#lib/runs/run-queue.ts";
import type { RunServiceDeps } from "#lib/runs/run-runtime.ts";
import { createRunService } from "#lib/runs/run-service.ts";
import { WorkspaceSet } from "#lib/runs/workspace-set.ts";
import { ScheduleClock } from "#lib/schedules/schedule-clock.ts";
import type { Environment } from "./env/environment.ts";
import { createMetrics } from "./telemetry/create-metrics.ts";
import { joinMetrics } from "./telemetry/join-metrics.ts";
import { inLogContext, logContext } from "./telemetry/request-context.ts";
import { startTracing } from "./telemetry/start-tracing.ts";

type RuntimeOptions = {
  env: Environment;
  version: string;
  database: Database;
  /** Stopped with the runtime. */
  doorbells: RunningQueue;
  flows: FlowStore;
  ownerId: string;
  log: FastifyBaseLogger;
} & Pick<
  RunServiceDeps,
  | "variables"
  | "connections"
  | "chat"
  | "http"
  | "offload"
  | "files"
  | "executors"
  | "callbackUrl"
  | "createRedactor"
> & {
    /** Makes the secrets that streamed audit entries are signed with. */
    auditKey: Buffer;
  };

/**
 * What takes runs in, walks them and looks after them: the queue, the run service, clocks that set
 * runs off, and the operators' side. Nothing is walked before `start`. A process that is no worker
 * walks only what somebody waits for.
 */
export async function createRuntime(options: RuntimeOptions) {
  const { env, database, doorbells, flows, ownerId, log } = options;
  const { pool, journalPool, leasePool, prisma } = database;
  const { roles } = env;
  const isWorker = roles.includes("worker");
  const metrics = createMetrics({
    readTotals: () => readTotals(pool),
    pools: { main: pool, journal: journalPool, lease: leasePool },
  });
  const tracing =
    env.traces === undefined
      ? undefined
      : await startTracing({ ...env.traces, version: options.version });
  const measured = tracing === undefined ? metrics.runs : joinMetrics(metrics.runs, tracing.runs);
  const line = createNoticeLine(pool, (error) =>
    log.warn({ err: error }, "the line between processes broke"),
  );
  const listeners = createListenerDirectory({ pool, line, log });
  const paused = new WorkspaceSet({
    ...{ what: "paused workspaces", channel: policiesChannel, line, log },
    read: () => pausedWorkspaces(pool),
  });
  const queue = createRunQueue({
    ...{ pool, journalPool, leasePool, queue: doorbells, roles, ownerId, log, metrics: measured },
    requestId: () => logContext().requestId,
  });
  line.on(policiesChannel, (workspaceId) => {
    if (workspaceId !== null) queue.policyChanged(workspaceId);
  });
  const circuits = new Circuits({ pool, line, log });
  const budgets = new Budgets({ pool, log });
  const usage = new UsageLog({
    pool,
    onError: (error) => log.warn({ err: error }, "uses of connections could not be noted"),
  });
  const runs = createRunService({
    ...options,
    ...{ pool, journalPool, queue, line, metrics: measured, circuits, budgets, usage },
    answers: { store: new AnswerStore(), underWay: new Map() },
    inLogContext,
    isListenedTo: (workspaceId) => listeners.has(workspaceId),
    isPaused: (workspaceId) => paused.has(workspaceId),
  });
  const operations = createOperationsService({
    ...{ pool, prisma, flows, accept: queue.accept },
    // Here at once, and whether or not the line is up.
    async onPolicyChange(workspaceId) {
      queue.policyChanged(workspaceId);
      await paused.refresh();
    },
    onCanceled: runs.letGo,
  });
  const clocks = { pool, flows, accept: queue.accept, log };
  const schedules = new ScheduleClock(clocks);
  const endings = new EndingScan(clocks);
  const pruner = new Pruner({ pool, log });
  const streamer = new AuditStreamer({ pool, http: options.http, key: options.auditKey, log });

  return {
    runs,
    operations,
    metrics,
    circuits,
    /** What other processes say; whoever hears it has to say so before `start`. */
    line,
    /** The flow store, with what deleting a flow means for its runs. */
    flows: flowsEndingRuns(flows, operations),
    async start(): Promise<void> {
      await line.start();
      await Promise.all([listeners.start(), paused.start(), circuits.start()]);
      await runs.recover();
      if (!isWorker) return;
      schedules.start();
      endings.start();
      pruner.start();
      streamer.start();
      budgets.start();
    },
    async stop(): Promise<void> {
      await Promise.all([schedules.stop(), endings.stop(), pruner.stop(), streamer.stop()]);
      await runs.stop();
      await circuits.stop();
      budgets.stop();
      await usage.flush();
      await line.stop();
      await Promise.all([listeners.stop(), paused.stop(), doorbells.stop(), tracing?.stop()]);
    },
  };
}
