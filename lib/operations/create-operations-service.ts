import type { Pool } from "pg";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { readStorage } from "#lib/db/files/stored-files.ts";
import { isFlowOf, mayWorkOn } from "#lib/db/flows/granted.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { type CanceledRun, cancelFlowRuns } from "#lib/db/operations/cancel-flow-runs.ts";
import { countConnectionRuns, countFlowRuns } from "#lib/db/operations/count-open-runs.ts";
import { policiesChannel } from "#lib/db/operations/paused-workspaces.ts";
import { readGauges } from "#lib/db/operations/read-gauges.ts";
import { describeError, type ErrorInfo } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { Accept } from "#lib/runs/accept.ts";
import { defaultLimits, type OperationsService, type RunLimits, runLimits } from "./contract.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { createRatesCache } from "./rates-cache.ts";

export type OperationsDeps = {
  pool: Pick<Pool, "query">;
  prisma: PrismaClient;
  flows: Pick<FlowStore, "liveByFlow">;
  /** Takes a run that is sent again into the queue. */
  accept: Accept;
  /** Told once a workspace's limits or its pause have changed; other processes hear it by NOTIFY. */
  onPolicyChange?: (workspaceId: string) => void | Promise<void>;
  /**
   * Told of runs that were ended from outside, once that is on disk: whoever walks one should stop,
   * and whoever waits for one should go on.
   */
  onCanceled?: (runs: CanceledRun[]) => void | Promise<void>;
};

export type RunningOperations = OperationsService & {
  /** For flows that are deleted: ends their runs, whoever may do that having been asked already. */
  endRunsOfDeletedFlow(workspaceId: string, flowId: string): Promise<number>;
};

/**
 * Looks after a workspace's runs as a whole. Every change is on record before it happens: when the
 * entry cannot be written, nothing is done.
 */
export function createOperationsService(deps: OperationsDeps): RunningOperations {
  const { pool, prisma } = deps;
  const rates = createRatesCache(pool);

  async function policy(workspaceId: string) {
    const row = await prisma.runPolicy.findUnique({ where: { workspaceId } });
    const limits: RunLimits =
      row === null
        ? defaultLimits
        : {
            maxRunning: row.maxRunning,
            maxQueued: row.maxQueued,
            retentionDays: row.retentionDays,
            storageMb: row.storageMb,
            fileDays: row.fileDays,
          };
    return { limits, pausedAt: row?.pausedAt ?? null, pausedBy: row?.pausedBy ?? null };
  }

  async function nameOf(userId: string | null): Promise<string> {
    if (userId === null) return "";
    const user = await prisma.user.findUnique({ where: { id: userId }, select: { name: true } });
    return user?.name ?? "";
  }

  async function setPaused(actor: Actor, paused: boolean): Promise<void> {
    requirePermission(actor, "runs.operate");
    const { workspaceId } = actor;
    const now = { pausedAt: new Date(), pausedBy: actor.userId };
    const changed = await prisma.$transaction(async (tx) => {
      // A row to hold on to, so that two people at once are one after the other.
      await tx.$executeRaw`INSERT INTO run_policies (workspace_id) VALUES (${workspaceId})
        ON CONFLICT DO NOTHING`;
      const { count } = await tx.runPolicy.updateMany({
        where: { workspaceId, pausedAt: paused ? null : { not: null } },
        data: paused ? now : { pausedAt: null, pausedBy: null },
      });
      if (count === 0) return false;
      await recordAudit(tx, actor, {
        action: paused ? "runs.pause" : "runs.resume",
        targetType: "workspace",
        targetId: workspaceId,
        targetName: "",
      });
      await tellOthers(tx, workspaceId);
      return true;
    });
    if (changed) await deps.onPolicyChange?.(workspaceId);
  }

  /** Every process hears of a changed policy once it is committed. */
  const tellOthers = (tx: Pick<PrismaClient, "$queryRaw">, workspaceId: string) =>
    tx.$queryRaw`SELECT pg_notify(${policiesChannel}, ${workspaceId})::text`;

  const end = (workspaceId: string, flowId: string, reason: ErrorInfo) =>
    cancelFlowRuns(pool, workspaceId, flowId, reason, (runs) => deps.onCanceled?.(runs));

  const pausedAs = async ({ pausedAt, pausedBy }: Awaited<ReturnType<typeof policy>>) =>
    pausedAt === null ? null : { at: pausedAt.toISOString(), by: await nameOf(pausedBy) };

  return {
    ...createDeadLetters(deps),

    paused: async (actor) => pausedAs(await policy(actor.workspaceId)),

    async snapshot(actor) {
      requirePermission(actor, "runs.read");
      const { workspaceId } = actor;
      const [gauges, lately, held, storage] = await Promise.all([
        readGauges(pool, workspaceId),
        rates.read(workspaceId),
        policy(workspaceId),
        readStorage(pool, workspaceId, defaultLimits),
      ]);
      return {
        ...gauges,
        at: new Date().toISOString(),
        throughput: lately.minutes.map((minute) => ({ ...minute, at: minute.at.toISOString() })),
        queueTime: lately.queueTime,
        duration: lately.duration,
        workers: gauges.workers.map((worker) => ({
          ...worker,
          startedAt: worker.startedAt.toISOString(),
        })),
        paused: await pausedAs(held),
        limits: held.limits,
        storageUsed: storage.used,
      };
    },

    pause: (actor) => setPaused(actor, true),
    resume: (actor) => setPaused(actor, false),

    async setLimits(actor, wanted) {
      requirePermission(actor, "workspace.manage");
      const limits = runLimits.parse(wanted);
      const { workspaceId } = actor;
      const before = (await policy(workspaceId)).limits;
      await prisma.$transaction(async (tx) => {
        await tx.runPolicy.upsert({
          where: { workspaceId },
          create: { workspaceId, ...limits },
          update: limits,
        });
        await recordAudit(tx, actor, {
          action: "runs.limits",
          targetType: "workspace",
          targetId: workspaceId,
          targetName: "",
          before,
          after: limits,
        });
        await tellOthers(tx, workspaceId);
      });
      await deps.onPolicyChange?.(workspaceId);
    },

    async cancelFlow(actor, flowId) {
      requirePermission(actor, "runs.operate");
      const { workspaceId } = actor;
      // A deleted flow's runs may be ended as well.
      const flow = await prisma.flow.findFirst({ where: { id: flowId, workspaceId } });
      if (flow === null || !(await mayWorkOn(pool, actor, flowId)))
        throw new UserError("not_found", "This flow does not exist any more.");
      await recordAudit(prisma, actor, {
        action: "runs.cancel-flow",
        targetType: "flow",
        targetId: flowId,
        targetName: flow.name,
      });
      const reason = new UserError("run_canceled", "All runs of this flow were cancelled.");
      return { canceled: await end(workspaceId, flowId, describeError(reason)) };
    },

    async impactOf(actor, target) {
      requirePermission(actor, "runs.read");
      if ("flowId" in target) {
        if (!(await isFlowOf(pool, actor, target.flowId))) {
          throw new UserError("not_found", "This flow does not exist any more.");
        }
        return countFlowRuns(pool, actor.workspaceId, target.flowId);
      }
      const { workspaceId } = actor;
      if (
        (await prisma.connection.count({ where: { id: target.connectionId, workspaceId } })) === 0
      ) {
        throw new UserError("not_found", "This connection does not exist any more.");
      }
      return countConnectionRuns(pool, workspaceId, target.connectionId);
    },

    endRunsOfDeletedFlow: (workspaceId, flowId) =>
      end(
        workspaceId,
        flowId,
        describeError(
          new UserError("run_canceled", "The flow was deleted while this run was open."),
        ),
      ),
  };
}
