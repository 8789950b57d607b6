import type { Actor } from "#lib/access/contract.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { parseDocument } from "#lib/flow/parse-document.ts";
import type { NewerDraft } from "./contract.ts";
import { grantedFlows } from "./granted-flows.ts";
import { ensureHooks } from "./hooks.ts";

/**
 * The draft as it is by now, or null while it is the one that the asker has: the common answer,
 * which reads a single number.
 *
 * @throws UserError `not_found`
 */
export async function draftAfter(
  prisma: PrismaClient,
  actor: Actor,
  flowId: string,
  revision: number,
): Promise<NewerDraft | null> {
  const where = { id: flowId, deletedAt: null, ...grantedFlows(actor) };
  const gone = () => new UserError("not_found", "This flow does not exist any more.");
  const known = await prisma.flow.findFirst({ where, select: { draftRevision: true } });
  if (known === null) throw gone();
  if (known.draftRevision <= revision) return null;
  const flow = await prisma.flow.findFirst({ where });
  if (flow === null) throw gone();
  const person = await prisma.user.findUnique({
    where: { id: flow.draftSavedBy ?? "" },
    select: { name: true },
  });
  const document = parseDocument(flow.draft);
  return {
    document,
    revision: flow.draftRevision,
    savedAt: flow.draftSavedAt.toISOString(),
    savedBy: person?.name ?? "somebody else",
    byAsker: flow.draftSavedBy === actor.userId,
    hooks: await ensureHooks(prisma, flow, document),
  };
}
