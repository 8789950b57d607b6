import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { RunService } from "./contract.ts";

/**
 * The run service with people's interventions on record. The entry is written first: when it cannot
 * be, nothing is done. It may so name an act that then failed, never miss one that happened.
 */
export function auditedRuns(runs: RunService, prisma: PrismaClient): RunService {
  async function record(actor: Actor, action: string, runId: string): Promise<void> {
    // By the role alone: a key that may cancel need not be one that reads runs.
    const { scopes: _, ...member } = actor;
    const { run } = await runs.get(member, runId);
    await recordAudit(prisma, actor, {
      action,
      targetType: "run",
      targetId: runId,
      targetName: run.flowName,
    });
  }
  return {
    ...runs,
    async cancel(actor, runId) {
      await record(actor, "run.cancel", runId);
      await runs.cancel(actor, runId);
    },
    async rerun(actor, runId) {
      await record(actor, "run.repeat", runId);
      return runs.rerun(actor, runId);
    },
  };
}
