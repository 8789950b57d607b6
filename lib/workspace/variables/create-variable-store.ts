import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { SecretBox } from "#lib/connections/secret-box.ts";
import type { Prisma, PrismaClient, WorkspaceVariable } from "#lib/db/generated/client.ts";
import { findVariableUsage } from "#lib/db/workspace/variable-usage.ts";
import { UserError } from "#lib/errors/user-error.ts";
import {
  newVariable,
  type VariableStore,
  type VariableSummary,
  type VariableValues,
} from "./contract.ts";

export type VariableStoreDeps = {
  prisma: PrismaClient;
  pool: Pick<Pool, "query">;
  ring: Pick<SecretBox, "seal" | "open">;
};

/** How long values are trusted without asking again, in ms. */
const trustMs = 3_000;

/** What a secret value is bound to: another name, or another workspace, cannot open it. */
export const variableBinding = (workspaceId: string, name: string) => ({
  workspaceId,
  connectionId: name,
  kind: "workspace-variable",
});

/** Workspace variables in the database, secret ones encrypted. Every query carries the workspace. */
export function createVariableStore({ prisma, pool, ring }: VariableStoreDeps): VariableStore {
  const kept = new LRUCache<string, VariableValues>({ max: 1_000, ttl: trustMs });
  /** Grows with every change, so that a read that began before it is not kept. */
  let changes = 0;

  async function change(
    actor: Actor,
    work: (tx: Prisma.TransactionClient) => Promise<void>,
  ): Promise<void> {
    requirePermission(actor, "workspace.manage");
    await prisma.$transaction(work).catch((error: unknown) => {
      throw isTaken(error) ? nameTaken() : error;
    });
    changes++;
    kept.delete(actor.workspaceId);
  }

  const rowsOf = (workspaceId: string) =>
    prisma.workspaceVariable.findMany({ where: { workspaceId }, orderBy: { name: "asc" } });

  async function list(actor: Actor): Promise<VariableSummary[]> {
    requirePermission(actor, "flows.read");
    return (await rowsOf(actor.workspaceId)).map(summarise);
  }

  function stored(workspaceId: string, name: string, secret: boolean, value: string) {
    if (!secret) return { value };
    return { envelope: ring.seal(value, variableBinding(workspaceId, name)) };
  }

  return {
    list,

    async listWithUse(actor) {
      const variables = await list(actor);
      const names = variables.map(({ name }) => name);
      const usage = await findVariableUsage(pool, actor.workspaceId, names);
      return variables.map((one) => ({ ...one, usedBy: usage.get(one.name) ?? [] }));
    },

    create: (actor, { name, note, secret, value }) =>
      change(actor, async (tx) => {
        const { workspaceId } = actor;
        const row = await tx.workspaceVariable.create({
          data: {
            ...{ id: uuid(), workspaceId, name, note, secret },
            ...stored(workspaceId, name, secret, value),
          },
        });
        await recordAudit(tx, actor, {
          action: "variable.create",
          ...targetOf(row),
          after: { name, note, secret, ...(secret ? {} : { value }) },
        });
      }),

    change: (actor, { id, note, value }) =>
      change(actor, async (tx) => {
        const { workspaceId } = actor;
        const before = await find(tx, workspaceId, id);
        const { name, secret } = before;
        if (value !== undefined) requireFit({ name, note: "", secret, value });
        const row = await tx.workspaceVariable.update({
          where: { id, workspaceId },
          data: {
            ...(note !== undefined && { note }),
            ...(value !== undefined && stored(workspaceId, name, secret, value)),
          },
        });
        await recordAudit(tx, actor, {
          action: "variable.change",
          ...targetOf(row),
          before: { note: before.note, ...(secret ? {} : { value: before.value }) },
          after: {
            note: row.note,
            ...(secret ? { valueReplaced: value !== undefined } : { value: row.value }),
          },
        });
      }),

    remove: (actor, id) =>
      change(actor, async (tx) => {
        const { workspaceId } = actor;
        const row = await find(tx, workspaceId, id);
        await tx.workspaceVariable.delete({ where: { id, workspaceId } });
        await recordAudit(tx, actor, {
          action: "variable.delete",
          ...targetOf(row),
          before: {
            note: row.note,
            secret: row.secret,
            ...(row.secret ? {} : { value: row.value }),
          },
        });
      }),

    async resolve(workspaceId) {
      const known = kept.get(workspaceId);
      if (known !== undefined) return known;
      const begun = changes;
      const resolved: VariableValues = { values: {}, secrets: {} };
      for (const { name, secret, value, envelope } of await rowsOf(workspaceId)) {
        if (!secret) resolved.values[name] = value;
        else {
          const opened = ring.open(envelope, variableBinding(workspaceId, name));
          resolved.values[name] = opened;
          resolved.secrets[name] = opened;
        }
      }
      if (begun === changes) kept.set(workspaceId, resolved);
      return resolved;
    },
  };
}

async function find(tx: Prisma.TransactionClient, workspaceId: string, id: string) {
  const row = await tx.workspaceVariable.findFirst({ where: { id, workspaceId } });
  if (row === null) throw new UserError("not_found", "This variable was deleted.");
  return row;
}

/** A new value has to be one that could have been given at first. */
function requireFit(whole: { name: string; note: string; secret: boolean; value: string }): void {
  const parsed = newVariable.safeParse(whole);
  if (parsed.success) return;
  const message = parsed.error.issues[0]?.message ?? "This value does not fit.";
  throw new UserError("invalid_input", message, {
    details: { issues: [{ path: "value", message }] },
  });
}

function summarise({ id, name, note, secret, value, updatedAt }: WorkspaceVariable) {
  return {
    ...{ id, name, note, secret },
    value: secret ? null : value,
    updatedAt: updatedAt.toISOString(),
  };
}

function targetOf({ id, name }: WorkspaceVariable) {
  return { targetType: "variable", targetId: id, targetName: name };
}

function nameTaken(): UserError {
  const message = "There is a variable with this name already.";
  return new UserError("name_taken", message, {
    details: { issues: [{ path: "name", message }] },
  });
}

/** Prisma's error for a unique value that is there already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
