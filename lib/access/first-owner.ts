import { v7 as uuid } from "uuid";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "./audit.ts";
import type { Actor, Caller, NewOwner } from "./contract.ts";
import { hashPassword } from "./password.ts";
import { consumeSetupToken } from "./setup-token.ts";

/**
 * Creates the first account with its workspace. Of several tries at once, one succeeds. Throws
 * `already_set_up`, or `invalid_token` when the printed link is needed and was not used.
 */
export async function createFirstOwner(
  prisma: PrismaClient,
  input: NewOwner,
  caller: Caller,
  options: { requireToken: boolean; now: Date },
): Promise<Actor> {
  // Before the expensive hash, so that a finished installation cannot be kept busy with set-ups.
  await refuseSecond(prisma);
  const passwordHash = await hashPassword(input.password);
  const userId = uuid();
  const workspaceId = uuid();
  const owner: Actor = {
    ...caller,
    userId,
    name: input.name,
    workspaceId,
    role: "owner",
    sessionIdHash: "",
  };
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('patchbay.setup'))`;
    await refuseSecond(tx);
    if (options.requireToken) await consumeSetupToken(tx, input.token, options.now);
    await tx.workspace.create({
      data: { id: workspaceId, name: input.workspace, slug: `w-${workspaceId.slice(-12)}` },
    });
    await tx.user.create({
      data: { id: userId, email: input.email, name: input.name, passwordHash },
    });
    await tx.membership.create({ data: { workspaceId, userId, role: owner.role } });
    await recordAudit(tx, owner, {
      action: "account.create",
      targetType: "user",
      targetId: userId,
      targetName: input.name,
      after: { email: input.email, role: owner.role, workspace: input.workspace },
    });
  });
  return owner;
}

async function refuseSecond(tx: Pick<PrismaClient, "user">): Promise<void> {
  if ((await tx.user.findFirst({ select: { id: true } })) === null) return;
  throw new UserError("already_set_up", "This installation already has an account.", {
    next: "Sign in instead.",
  });
}
