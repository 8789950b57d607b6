import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { mostSetAside } from "#lib/db/flows/prune-set-aside.ts";
import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { parseDocument } from "#lib/flow/parse-document.ts";
import type { SetAsideInfo } from "./contract.ts";
import { grantedFlows } from "./granted-flows.ts";

type Draft = { document: FlowDocument; savedBy: string | null; savedAt: Date };

/** Keeps a draft that gives way to another one, in the transaction in which it does. */
export async function keepAside(
  tx: Prisma.TransactionClient,
  actor: Actor,
  flow: { id: string; name: string },
  draft: Draft,
): Promise<void> {
  const { document, savedBy, savedAt } = draft;
  await tx.setAsideDraft.create({
    data: {
      id: uuid(),
      workspaceId: actor.workspaceId,
      flowId: flow.id,
      document,
      savedBy,
      savedAt,
      setAsideBy: actor.userId,
    },
  });
  await recordAudit(tx, actor, {
    action: "flow.set-aside",
    targetType: "flow",
    targetId: flow.id,
    targetName: flow.name,
  });
}

/** Keeps edits of the actor that were never saved, because somebody else's draft is taken instead. */
export async function setEditsAside(
  prisma: PrismaClient,
  actor: Actor,
  input: { flowId: string; document: unknown },
): Promise<void> {
  const document = parseDocument(input.document);
  await prisma.$transaction(async (tx) => {
    const flow = await tx.flow.findFirst({ where: visible(actor, input.flowId) });
    if (flow === null) throw new UserError("not_found", "This flow does not exist any more.");
    await keepAside(tx, actor, flow, { document, savedBy: actor.userId, savedAt: new Date() });
  });
}

/** What was set aside of a flow, newest first. */
export async function listSetAside(
  prisma: PrismaClient,
  actor: Actor,
  flowId: string,
): Promise<SetAsideInfo[]> {
  const rows = await prisma.setAsideDraft.findMany({
    where: { workspaceId: actor.workspaceId, flow: visible(actor, flowId) },
    orderBy: [{ setAsideAt: "desc" }, { id: "desc" }],
    take: mostSetAside,
    omit: { document: true },
  });
  const people = await prisma.user.findMany({
    where: {
      id: { in: rows.flatMap(({ savedBy, setAsideBy }) => [savedBy ?? "", setAsideBy ?? ""]) },
    },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const nameOf = (id: string | null) => names.get(id ?? "") ?? "somebody";
  return rows.map(({ id, savedAt, savedBy, setAsideAt, setAsideBy }) => ({
    id,
    savedAt: savedAt.toISOString(),
    savedBy: nameOf(savedBy),
    setAsideAt: setAsideAt.toISOString(),
    setAsideBy: nameOf(setAsideBy),
  }));
}

/** @throws UserError `not_found` */
export async function readSetAside(
  prisma: PrismaClient,
  actor: Actor,
  flowId: string,
  id: string,
): Promise<FlowDocument> {
  const row = await prisma.setAsideDraft.findFirst({
    where: { id, workspaceId: actor.workspaceId, flow: visible(actor, flowId) },
  });
  if (row === null) {
    throw new UserError("not_found", "This version is not kept any more.");
  }
  return parseDocument(row.document);
}

function visible(actor: Actor, flowId: string) {
  return { id: flowId, deletedAt: null, ...grantedFlows(actor) };
}
