import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { mayReach } from "#lib/connections/fits-hosts.ts";
import { connectionLimits, limitAgainst } from "#lib/connections/limits.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { lint } from "#lib/flow/lint.ts";
import { parseDocument } from "#lib/flow/parse-document.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { syncListeners } from "#lib/run-listeners/sync-listeners.ts";
import { scheduleProblems } from "#lib/schedules/schedule-problems.ts";
import { syncSchedules } from "#lib/schedules/sync-schedules.ts";
import type { PublishOutcome } from "./contract.ts";
import type { Documents } from "./documents.ts";
import { ensureHooks } from "./hooks.ts";
import { refuseUngranted } from "./refuse-ungranted.ts";

type FlowRow = {
  id: string;
  workspaceId: string;
  name: string;
  draft: unknown;
  liveVersionId: string | null;
  liveVersion: { documentHash: string } | null;
};

/** What goes live: the draft without its pinned outputs, which only tests use. */
function withoutPins(document: FlowDocument): FlowDocument {
  return { ...document, nodes: document.nodes.map((node) => ({ ...node, pinned: null })) };
}

/**
 * Makes the draft live as a new immutable version, unless the linter finds errors; a version with
 * the live one's content is not made twice.
 */
export async function publishDraft(
  prisma: PrismaClient,
  documents: Documents,
  actor: Actor,
  flow: FlowRow,
  note = "",
): Promise<PublishOutcome> {
  const draft = parseDocument(flow.draft);
  const rows = await prisma.connection.findMany({
    where: { workspaceId: actor.workspaceId, deletedAt: null },
    select: { id: true, kind: true, limits: true, settings: true },
  });
  const connections = rows.map(({ id, kind, limits, settings }) => ({
    ...{ id, kind },
    allows: (nodeType: string) =>
      limitAgainst(connectionLimits.parse(limits), { flowId: flow.id, nodeType }) === undefined,
    reaches: (url: URL) => mayReach(settings, url),
  }));
  const workspaceVariables = await prisma.workspaceVariable.findMany({
    where: { workspaceId: actor.workspaceId },
    select: { name: true, secret: true },
  });
  const errors = lint(draft, { definitionOf, portsOf, connections, workspaceVariables })
    .concat(scheduleProblems(draft))
    .filter((problem) => problem.severity === "error");
  if (errors.length > 0) return { published: false, problems: errors };
  const live =
    flow.liveVersion && (await documents.load(flow.workspaceId, flow.liveVersion.documentHash));
  await refuseUngranted(prisma, actor, live, draft);

  const document = withoutPins(draft);
  const hash = await documents.keep(actor.workspaceId, document);
  // The draft is published as it is shown: pins aside, both carry the same hash from here on.
  const draftHash = await documents.keep(actor.workspaceId, draft);
  const version = await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM flows WHERE id = ${flow.id} FOR UPDATE`;
    const newest = await tx.flowVersion.findFirst({
      where: { flowId: flow.id },
      orderBy: { number: "desc" },
    });
    const made = await tx.flowVersion.create({
      data: {
        id: uuid(),
        workspaceId: actor.workspaceId,
        flowId: flow.id,
        number: (newest?.number ?? 0) + 1,
        documentHash: hash,
        note,
        publishedBy: actor.userId,
      },
    });
    await tx.flow.updateMany({
      where: { id: flow.id, workspaceId: actor.workspaceId },
      data: { liveVersionId: made.id, publishedDraftHash: draftHash },
    });
    await ensureHooks(tx, flow, document);
    await syncSchedules(tx, flow, document);
    await syncListeners(tx, flow, document);
    await recordAudit(tx, actor, {
      action: "flow.publish",
      targetType: "flow",
      targetId: flow.id,
      targetName: flow.name,
      after: { version: made.number, documentHash: hash, note },
    });
    return made;
  });
  return { published: true, version: { id: version.id, number: version.number } };
}

/** Takes a flow off the air; its versions stay. */
export async function unpublishFlow(
  prisma: PrismaClient,
  actor: Actor,
  flow: FlowRow,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.flow.updateMany({
      where: { id: flow.id, workspaceId: actor.workspaceId },
      data: { liveVersionId: null },
    });
    await syncSchedules(tx, flow, null);
    await syncListeners(tx, flow, null);
    await recordAudit(tx, actor, {
      action: "flow.unpublish",
      targetType: "flow",
      targetId: flow.id,
      targetName: flow.name,
      before: { versionId: flow.liveVersionId },
    });
  });
}
