import type { Pool } from "pg";
import { v5 as nameBasedUuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import {
  clearDeadLetters,
  countDeadLetters,
  type LetterPosition,
  type LetterToRedrive,
  listDeadLetters,
  takeDeadLetters,
} from "#lib/db/operations/dead-letters.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { TriggerKind } from "#lib/nodes/contract.ts";
import type { Accept } from "#lib/runs/accept.ts";
import type { DeadLetter, OperationsService, RedriveOutcome } from "./contract.ts";

const defaultPage = 50;
const largestPage = 200;
/** Letters named or sent again in one go; more are left for the next. */
const inOneGo = 500;
/** Letters on their way at once: enough for the acceptor to write them down together. */
const atOnce = 16;
/** Names the runs that letters become, so that a letter becomes one run however often it is tried. */
const namespace = "5f0f6f6e-6a0e-4f43-9a54-3b1d6a3c2c11";
/** Nothing that comes after one of these would fare better. */
const hopeless: ReadonlySet<string> = new Set([
  "queue_full",
  "shutting_down",
  "database_unavailable",
  "overloaded",
]);

type Deps = {
  pool: Pick<Pool, "query">;
  prisma: PrismaClient;
  flows: Pick<FlowStore, "liveByFlow">;
  accept: Accept;
};

/** Failed runs that nobody waited for: looked at, sent again, or laid aside. */
export function createDeadLetters(
  deps: Deps,
): Pick<OperationsService, "deadLetters" | "redrive" | "dismiss"> {
  const { pool, prisma } = deps;

  /** Each try of a letter names the same run, so one that was cut off half-way is not run twice. */
  async function redriveOne(actor: Actor, letter: LetterToRedrive): Promise<string> {
    if (letter.conversationId !== null) {
      throw new UserError(
        "invalid_input",
        "It belongs to a conversation, which has gone on since.",
      );
    }
    if (!letter.whole) {
      throw new UserError(
        "invalid_input",
        "What started it was shortened or had secrets taken out, so it cannot run as it was.",
      );
    }
    const target = await deps.flows.liveByFlow(letter.flowId);
    if (target === null || target.workspaceId !== actor.workspaceId) {
      throw new UserError("not_published", "The flow is not published any more.");
    }
    const trigger = target.document.nodes.find((node) => node.id === letter.triggerNodeId);
    if (trigger === undefined || trigger.disabled) {
      throw new UserError("no_trigger", "The flow no longer has the trigger that it came in by.");
    }
    const { runId } = await deps.accept({
      runId: nameBasedUuid(`${letter.runId} ${letter.deadAt.toISOString()}`, namespace),
      target,
      triggerKind: letter.triggerKind as TriggerKind /* stored by whoever accepted it first */,
      triggerNodeId: letter.triggerNodeId,
      payload: letter.payload,
      startedBy: actor.userId,
      parentRunId: letter.runId,
      depth: letter.depth,
    });
    await clearDeadLetters(pool, actor.workspaceId, granteeOf(actor), [letter.runId]);
    return runId;
  }

  async function record(
    actor: Actor,
    action: string,
    which: { runIds: readonly string[] } | "all",
    count: number,
  ): Promise<void> {
    const runIds = which === "all" ? [] : which.runIds;
    await recordAudit(prisma, actor, {
      action,
      targetType: "run",
      targetId: runIds.length === 1 ? (runIds[0] ?? "") : "",
      targetName: "",
      after: { count, ...(runIds.length > 1 && { runIds: [...runIds] }) },
    });
  }

  return {
    async deadLetters(actor, { search, cursor, limit }) {
      requirePermission(actor, "runs.read");
      const size = Math.max(1, Math.min(largestPage, Math.floor(limit ?? defaultPage)));
      const after = cursor === undefined ? null : readCursor(cursor);
      const found = await listDeadLetters(
        pool,
        actor.workspaceId,
        granteeOf(actor),
        search?.trim() ?? "",
        after,
        size,
      );
      const letters = found.slice(0, size).map(
        (row): DeadLetter => ({
          runId: row.runId,
          flowId: row.flowId,
          flowName: row.flowName,
          triggerKind: row.triggerKind,
          deadAt: row.deadAt.toISOString(),
          error: { code: row.code ?? "internal", message: row.message ?? "It failed." },
          redrivable: row.whole && row.conversationId === null,
        }),
      );
      const last = letters.at(-1);
      return {
        letters,
        nextCursor: found.length > size && last !== undefined ? writeCursor(last) : null,
      };
    },

    async redrive(actor, which) {
      requirePermission(actor, "runs.operate");
      if (which !== "all") refuseTooMany(which.runIds);
      const { workspaceId } = actor;
      const all =
        which === "all"
          ? await countDeadLetters(pool, workspaceId, granteeOf(actor), "certain")
          : 0;
      const letters = await takeDeadLetters(
        pool,
        workspaceId,
        granteeOf(actor),
        which === "all" ? null : which.runIds,
        inOneGo,
      );
      const outcome: RedriveOutcome = { redriven: [], failed: [], remaining: 0 };
      if (letters.length === 0 && which !== "all") throw notThere(which.runIds);
      if (letters.length === 0 && which !== "all") throw notThere(which.runIds);
      if (letters.length === 0) return outcome;
      await record(actor, "runs.redrive", which, letters.length);
      outcome.remaining = Math.max(0, all - letters.length);

      let stopped = false;
      const left = [...letters];
      const work = async () => {
        for (let letter = left.shift(); letter !== undefined; letter = left.shift()) {
          const { runId } = letter;
          try {
            outcome.redriven.push({ runId, newRunId: await redriveOne(actor, letter) });
          } catch (error) {
            const { code, message } = describeError(error);
            outcome.failed.push({ runId, message });
            stopped ||= hopeless.has(code);
          }
          if (stopped) outcome.remaining += left.splice(0).length;
        }
      };
      await Promise.all(Array.from({ length: Math.min(atOnce, letters.length) }, work));
      return outcome;
    },

    async dismiss(actor, which) {
      requirePermission(actor, "runs.operate");
      if (which !== "all") refuseTooMany(which.runIds);
      const { workspaceId } = actor;
      const named =
        which === "all"
          ? null
          : await takeDeadLetters(pool, workspaceId, granteeOf(actor), which.runIds, inOneGo);
      const count = named?.length ?? (await countDeadLetters(pool, workspaceId, granteeOf(actor)));
      if (named?.length === 0 && which !== "all") throw notThere(which.runIds);
      if (count === 0) return { dismissed: 0 };
      const runIds = named?.map(({ runId }) => runId) ?? null;
      await record(actor, "runs.dismiss", runIds === null ? "all" : { runIds }, count);
      return {
        dismissed: (await clearDeadLetters(pool, workspaceId, granteeOf(actor), runIds)).length,
      };
    },
  };
}

/** For ids of another workspace as well, and of flows that somebody may not see. */
function notThere({ length }: readonly string[]): UserError {
  const what = length === 1 ? "This run is" : "These runs are";
  return new UserError("not_found", `${what} not among the dead letters, or not any more.`, {
    next: "Load the page anew.",
  });
}

function refuseTooMany(runIds: readonly string[]): void {
  if (runIds.length <= inOneGo) return;
  throw new UserError("invalid_input", `Choose at most ${inOneGo} runs in one go.`);
}

function writeCursor({ deadAt, runId }: DeadLetter): string {
  return Buffer.from(JSON.stringify([deadAt, runId])).toString("base64url");
}

function readCursor(cursor: string): LetterPosition {
  try {
    const [deadAt, runId]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      typeof deadAt === "string" &&
      typeof runId === "string" &&
      !Number.isNaN(Date.parse(deadAt))
    ) {
      return { deadAt, runId };
    }
  } catch {
    // Told below.
  }
  throw new UserError("invalid_input", "The page of dead letters asked for is not valid.");
}
