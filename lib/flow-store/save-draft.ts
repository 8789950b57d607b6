import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { parseDocument } from "#lib/flow/parse-document.ts";
import type { SaveDraft, SaveOutcome } from "./contract.ts";
import { documentHash } from "./document-hash.ts";
import { grantedFlows } from "./granted-flows.ts";
import { ensureHooks } from "./hooks.ts";
import { refuseUngranted } from "./refuse-ungranted.ts";
import { keepAside } from "./set-aside.ts";

/** Consecutive saves by one person are one audit entry while they are closer than this, in ms. */
const auditQuietMs = 10 * 60_000;

/**
 * Stores a draft if it was made from the newest one. A stale save changes nothing; it is answered
 * with the other side's draft, so that the editor can show both.
 */
export async function saveDraft(
  prisma: PrismaClient,
  actor: Actor,
  input: SaveDraft,
): Promise<SaveOutcome> {
  const document = parseDocument(input.document);
  const hash = documentHash(document);
  const savedAt = new Date();
  const mine = { id: input.flowId, deletedAt: null, ...grantedFlows(actor) };

  const outcome = await prisma.$transaction(async (tx) => {
    const before = await tx.flow.findFirst({ where: mine });
    if (before === null) throw new UserError("not_found", "This flow does not exist any more.");
    // What is set aside has to be exactly what is replaced.
    if (input.setAside && before.draftRevision !== input.baseRevision) return null;
    const { count } = await tx.flow.updateMany({
      where: { ...mine, draftRevision: input.baseRevision },
      data: {
        draft: document,
        draftHash: hash,
        draftRevision: input.baseRevision + 1,
        draftSavedAt: savedAt,
        draftSavedBy: actor.userId,
      },
    });
    if (count === 0) return null;
    await refuseUngranted(tx, actor, parseDocument(before.draft), document);
    if (input.setAside) {
      await keepAside(tx, actor, before, {
        document: parseDocument(before.draft),
        savedBy: before.draftSavedBy,
        savedAt: before.draftSavedAt,
      });
    }
    const sameHand =
      before.draftSavedBy === actor.userId &&
      savedAt.getTime() - before.draftSavedAt.getTime() < auditQuietMs;
    if (!sameHand || input.baseRevision === 1) {
      await recordAudit(tx, actor, {
        action: "flow.edit",
        targetType: "flow",
        targetId: before.id,
        targetName: before.name,
        before: { documentHash: before.draftHash },
        after: { documentHash: hash },
      });
    }
    return { hooks: await ensureHooks(tx, before, document) };
  });
  if (outcome !== null) {
    return {
      saved: true,
      revision: input.baseRevision + 1,
      savedAt: savedAt.toISOString(),
      hooks: outcome.hooks,
    };
  }

  const theirs = await prisma.flow.findFirstOrThrow({ where: mine });
  const person = await prisma.user.findUnique({
    where: { id: theirs.draftSavedBy ?? "" },
    select: { name: true },
  });
  return {
    saved: false,
    theirs: {
      document: parseDocument(theirs.draft),
      revision: theirs.draftRevision,
      savedAt: theirs.draftSavedAt.toISOString(),
      savedBy: person?.name ?? "somebody else",
    },
  };
}
