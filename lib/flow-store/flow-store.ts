import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { emptyDocument } from "#lib/flow/empty-document.ts";
import { parseDocument } from "#lib/flow/parse-document.ts";
import type { FlowDetail, FlowStore, FlowSummary } from "./contract.ts";
import { createDocuments } from "./documents.ts";
import { draftAfter } from "./draft-after.ts";
import { readFlowGrants, setFlowGrants } from "./flow-grants.ts";
import { grantedFlows } from "./granted-flows.ts";
import { ensureHooks } from "./hooks.ts";
import { liveStateOf } from "./live-state.ts";
import { createLiveTargets } from "./live-targets.ts";
import { publishDraft, unpublishFlow } from "./publish.ts";
import { refuseUngranted } from "./refuse-ungranted.ts";
import { saveDraft } from "./save-draft.ts";
import { listSetAside, readSetAside, setEditsAside } from "./set-aside.ts";
import { slugFrom, slug as slugSchema } from "./slug.ts";
import { type LastRun, summarise } from "./summary.ts";

const withLive = { liveVersion: true } as const;

/** Flows in the database: drafts, versions, publishing. Every query carries the workspace. */
export function createFlowStore(deps: { prisma: PrismaClient }): FlowStore {
  const { prisma } = deps;
  const documents = createDocuments(prisma);
  const live = createLiveTargets(prisma, documents);

  async function row(actor: Actor, flowId: string) {
    const found = await prisma.flow.findFirst({
      where: { id: flowId, deletedAt: null, ...grantedFlows(actor) },
      include: withLive,
    });
    if (found === null) throw new UserError("not_found", "This flow does not exist any more.");
    return found;
  }

  async function lastRuns(flowIds: string[]): Promise<Map<string, LastRun>> {
    const rows = await prisma.run.findMany({
      where: { flowId: { in: flowIds } },
      distinct: ["flowId"],
      orderBy: [{ flowId: "asc" }, { startedAt: "desc" }],
      select: { id: true, flowId: true, state: true, startedAt: true, mode: true },
    });
    return new Map(rows.map(({ flowId, ...run }) => [flowId, run]));
  }

  async function detail(actor: Actor, flowId: string): Promise<FlowDetail> {
    const found = await row(actor, flowId);
    const document = parseDocument(found.draft);
    const [runs, hooks] = await Promise.all([
      lastRuns([flowId]),
      ensureHooks(prisma, found, document),
    ]);
    return {
      ...summarise(found, document, runs.get(flowId)),
      document,
      revision: found.draftRevision,
      liveVersion: found.liveVersion && {
        id: found.liveVersion.id,
        number: found.liveVersion.number,
        publishedAt: found.liveVersion.publishedAt.toISOString(),
        documentHash: found.liveVersion.documentHash,
      },
      hooks,
    };
  }

  /** Changes a flow's row and records it, or does neither. */
  async function change(
    actor: Actor,
    flowId: string,
    action: string,
    data: {
      name?: string;
      folder?: string;
      tags?: string[];
      slug?: string;
      deletedAt?: Date | null;
    },
  ): Promise<void> {
    const before = await prisma.flow.findFirst({
      where: { id: flowId, ...grantedFlows(actor) },
    });
    if (before === null) throw new UserError("not_found", "This flow does not exist any more.");
    await prisma.$transaction(async (tx) => {
      await tx.flow.updateMany({ where: { id: flowId, workspaceId: actor.workspaceId }, data });
      const keys = Object.keys(data).filter((key) => key !== "deletedAt");
      const pick = (from: Record<string, unknown>) =>
        Object.fromEntries(
          keys.map((key) => [
            key,
            (from[key] ?? null) as string | string[] | null /* columns named in `data` */,
          ]),
        );
      await recordAudit(tx, actor, {
        action,
        targetType: "flow",
        targetId: flowId,
        targetName: data.name ?? before.name,
        before: keys.length > 0 ? pick(before) : null,
        after: keys.length > 0 ? pick(data) : null,
      });
    });
    live.forget();
  }

  /** Who may not see a flow may not see its copy. */
  async function grantsOf(actor: Actor, flowId: string | undefined) {
    if (flowId === undefined) return {};
    const { limited, grantedRoles, grantedPeople } = await row(actor, flowId);
    return { limited, grantedRoles, grantedPeople };
  }

  const store: FlowStore = {
    async list(actor): Promise<FlowSummary[]> {
      requirePermission(actor, "flows.read");
      const rows = await prisma.flow.findMany({
        where: { deletedAt: null, ...grantedFlows(actor) },
        include: withLive,
        orderBy: { updatedAt: "desc" },
      });
      const runs = await lastRuns(rows.map((found) => found.id));
      return rows.map((found) => summarise(found, parseDocument(found.draft), runs.get(found.id)));
    },

    async get(actor, flowId) {
      requirePermission(actor, "flows.read");
      return detail(actor, flowId);
    },

    async create(actor, input) {
      requirePermission(actor, "flows.edit");
      const document =
        input.document === undefined ? emptyDocument() : parseDocument(input.document);
      await refuseUngranted(prisma, actor, null, document);
      const id = uuid();
      const hash = await documents.keep(actor.workspaceId, document);
      const grants = await grantsOf(actor, input.copyOf);
      await prisma.$transaction(async (tx) => {
        await tx.flow.create({
          data: {
            id,
            workspaceId: actor.workspaceId,
            name: input.name,
            folder: input.folder ?? "",
            slug: slugFrom(input.name),
            draft: document,
            draftHash: hash,
            draftSavedBy: actor.userId,
            ...grants,
          },
        });
        await recordAudit(tx, actor, {
          action: "flow.create",
          targetType: "flow",
          targetId: id,
          targetName: input.name,
        });
      });
      return detail(actor, id);
    },

    async rename(actor, flowId, name) {
      requirePermission(actor, "flows.edit");
      await change(actor, flowId, "flow.rename", { name });
    },

    async organise(actor, flowId, input) {
      requirePermission(actor, "flows.edit");
      await change(actor, flowId, "flow.organise", input);
    },

    async duplicate(actor, flowId) {
      const source = await row(actor, flowId);
      return store.create(actor, {
        name: `${source.name.slice(0, 73)} (copy)`,
        folder: source.folder,
        document: source.draft,
        copyOf: flowId,
      });
    },

    async remove(actor, flowId) {
      requirePermission(actor, "flows.delete");
      await change(actor, flowId, "flow.delete", { deletedAt: new Date() });
    },

    async restore(actor, flowId) {
      requirePermission(actor, "flows.delete");
      await change(actor, flowId, "flow.restore", { deletedAt: null });
    },

    grants: (actor, flowId) => readFlowGrants(prisma, actor, flowId),
    setGrants: (actor, flowId, input) => setFlowGrants(prisma, actor, flowId, input),

    async saveDraft(actor, input) {
      requirePermission(actor, "flows.edit");
      return saveDraft(prisma, actor, input);
    },

    async draftAfter(actor, flowId, revision) {
      requirePermission(actor, "flows.read");
      return draftAfter(prisma, actor, flowId, revision);
    },

    async liveState(actor, flowId) {
      requirePermission(actor, "flows.read");
      return liveStateOf(prisma, actor, flowId);
    },

    async setAside(actor, input) {
      requirePermission(actor, "flows.edit");
      await setEditsAside(prisma, actor, input);
    },

    async listSetAside(actor, flowId) {
      requirePermission(actor, "flows.read");
      await row(actor, flowId);
      return listSetAside(prisma, actor, flowId);
    },

    async readSetAside(actor, flowId, id) {
      requirePermission(actor, "flows.read");
      return readSetAside(prisma, actor, flowId, id);
    },

    async setSlug(actor, flowId, wanted) {
      requirePermission(actor, "flows.publish");
      const parsed = slugSchema.safeParse(wanted);
      if (!parsed.success) {
        throw new UserError(
          "invalid_input",
          parsed.error.issues[0]?.message ?? "This address does not work.",
        );
      }
      const taken = await prisma.flow.findFirst({
        where: { slug: parsed.data, id: { not: flowId } },
      });
      if (taken !== null) {
        throw new UserError("name_taken", `The address “${parsed.data}” is already in use.`, {
          next: "Choose another one.",
        });
      }
      await change(actor, flowId, "flow.address", { slug: parsed.data });
    },

    async publish(actor, input) {
      requirePermission(actor, "flows.publish");
      const outcome = await publishDraft(
        prisma,
        documents,
        actor,
        await row(actor, input.flowId),
        input.note,
      );
      live.forget();
      return outcome;
    },

    async unpublish(actor, flowId) {
      requirePermission(actor, "flows.publish");
      await unpublishFlow(prisma, actor, await row(actor, flowId));
      live.forget();
    },

    async versions(actor, flowId) {
      requirePermission(actor, "flows.read");
      const flow = await row(actor, flowId);
      const versions = await prisma.flowVersion.findMany({
        where: { flowId, workspaceId: actor.workspaceId },
        orderBy: { number: "desc" },
      });
      const people = await prisma.user.findMany({
        where: { id: { in: versions.flatMap((version) => version.publishedBy ?? []) } },
        select: { id: true, name: true },
      });
      const names = new Map(people.map((person) => [person.id, person.name]));
      return versions.map((version) => ({
        id: version.id,
        number: version.number,
        note: version.note,
        publishedAt: version.publishedAt.toISOString(),
        publishedBy: names.get(version.publishedBy ?? "") ?? "",
        live: version.id === flow.liveVersionId,
      }));
    },

    async snapshot(actor, hash) {
      requirePermission(actor, "flows.read");
      return documents.load(actor.workspaceId, hash);
    },

    liveByHook: live.byHook,
    liveBySlug: live.bySlug,
    liveByFlow: live.byFlow,

    async draftForTest(actor, flowId) {
      const found = await row(actor, flowId);
      const document = parseDocument(found.draft);
      const { liveVersion } = found;
      const running =
        liveVersion && (await documents.load(found.workspaceId, liveVersion.documentHash));
      await refuseUngranted(prisma, actor, running, document);
      return {
        workspaceId: found.workspaceId,
        flowId,
        flowName: found.name,
        slug: found.slug,
        versionId: null,
        documentHash: await documents.keep(found.workspaceId, document),
        document,
        triggerNodeId: null,
      };
    },
  };
  return store;
}
