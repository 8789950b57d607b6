import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import type { PrismaClient, WorkspaceTemplate } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { writeClip } from "#lib/flow/clipboard.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { builtInTemplates } from "./built-in/index.ts";
import type { SavedTemplate, TemplateService } from "./contract.ts";
import { fillTemplate } from "./fill-template.ts";
import { makeTemplate } from "./make-template.ts";
import { readTemplateFile } from "./read-template-file.ts";
import { type Stripped, stripSecrets } from "./strip-secrets.ts";
import {
  type Template,
  type TemplateDetail,
  type TemplateSummary,
  type TemplateValues,
  template,
} from "./template.ts";

type Deps = {
  prisma: PrismaClient;
  flows: Pick<FlowStore, "create">;
  connections: Pick<ConnectionStore, "list">;
};

/** A workspace keeps this many of its own. */
const mostOwn = 500;
const fieldsOf = (type: string) => definitionOf(type)?.fields;
const needsConnection = (type: string) => definitionOf(type)?.connection?.required === true;

/** Patchbay's own templates from its code, the workspace's from the database. */
export function createTemplateService({ prisma, flows, connections }: Deps): TemplateService {
  async function findOwn(workspaceId: string, id: string): Promise<WorkspaceTemplate> {
    const row = await prisma.workspaceTemplate.findFirst({ where: { id, workspaceId } });
    if (row === null) throw notFound();
    return row;
  }

  async function find(actor: Actor, id: string): Promise<TemplateDetail> {
    const own = builtInTemplates.get(id);
    if (own !== undefined) return detailOf(id, own, null);
    const row = await findOwn(actor.workspaceId, id);
    return detailOf(row.id, template.parse(row.file), await savedBy(row));
  }

  async function savedBy({ createdBy, updatedAt }: WorkspaceTemplate) {
    const user = await prisma.user.findUnique({ where: { id: createdBy }, select: { name: true } });
    return { by: user?.name ?? "", at: updatedAt.toISOString() };
  }

  /** Connections that this person may use, and that fit their places. */
  async function checkConnections(actor: Actor, one: TemplateDetail, values: TemplateValues) {
    const chosen = Object.entries(values.connections).filter(([, id]) => id !== null);
    if (chosen.length === 0) return;
    const known = await connections.list(actor);
    for (const [ref, id] of chosen) {
      const slot = one.connections.find((each) => each.ref === ref);
      const connection = known.find((each) => each.id === id);
      if (slot !== undefined && connection?.mayUse && slot.kinds.includes(connection.kind))
        continue;
      const message = `Choose another connection for “${slot?.label ?? ref}”.`;
      throw new UserError("invalid_input", message, {
        details: { issues: [{ path: `connections.${ref}`, message }] },
      });
    }
  }

  async function filled(actor: Actor, id: string, values: TemplateValues) {
    const one = await find(actor, id);
    await checkConnections(actor, one, values);
    const origin = { template: one.id, version: one.version };
    return { one, document: fillTemplate(one, values, { fieldsOf, origin }) };
  }

  async function keep(
    actor: Actor,
    made: Omit<Template, "version">,
    stripped: Stripped[],
  ): Promise<SavedTemplate> {
    const { workspaceId, userId } = actor;
    return await prisma.$transaction(async (tx) => {
      const where = { workspaceId_name: { workspaceId, name: made.name } };
      const before = await tx.workspaceTemplate.findUnique({ where, select: { version: true } });
      if (
        before === null &&
        (await tx.workspaceTemplate.count({ where: { workspaceId } })) >= mostOwn
      )
        throw tooMany();
      const version = (before?.version ?? 0) + 1;
      const file = JSON.parse(JSON.stringify({ ...made, version }));
      const { name, scope } = made;
      const row = await tx.workspaceTemplate.upsert({
        where,
        create: { id: uuid(), workspaceId, name, scope, file, createdBy: userId },
        update: { version, scope, file, createdBy: userId },
      });
      await recordAudit(tx, actor, {
        action: "template.save",
        ...{ targetType: "template", targetId: row.id, targetName: name },
        after: { version, scope },
      });
      return { id: row.id, version, stripped };
    });
  }

  return {
    async list(actor) {
      requirePermission(actor, "flows.read");
      const rows = await prisma.workspaceTemplate.findMany({
        where: { workspaceId: actor.workspaceId },
        orderBy: { name: "asc" },
        take: mostOwn,
      });
      const people = await prisma.user.findMany({
        where: { id: { in: rows.map(({ createdBy }) => createdBy) } },
        select: { id: true, name: true },
      });
      const names = new Map(people.map(({ id, name }) => [id, name]));
      const own = rows.map((row) =>
        summaryOf(row.id, template.parse(row.file), {
          by: names.get(row.createdBy) ?? "",
          at: row.updatedAt.toISOString(),
        }),
      );
      return [...own, ...[...builtInTemplates].map(([id, one]) => summaryOf(id, one, null))];
    },

    async get(actor, id) {
      requirePermission(actor, "flows.read");
      return await find(actor, id);
    },

    async use(actor, { id, name, folder, values }) {
      requirePermission(actor, "flows.edit");
      const { one, document } = await filled(actor, id, values);
      if (one.scope !== "flow") throw notFound();
      const flow = await flows.create(actor, { name, folder, document });
      return { flowId: flow.id };
    },

    async fillSteps(actor, { id, values }) {
      requirePermission(actor, "flows.edit");
      const { document } = await filled(actor, id, values);
      const { nodes, edges, notes, variables } = document;
      return { clip: writeClip({ nodes, edges, notes, variables }) };
    },

    async save(actor, input) {
      requirePermission(actor, "flows.edit");
      const made = makeTemplate(input, await connections.list(actor), needsConnection);
      return await keep(actor, made.template, made.stripped);
    },

    async importFile(actor, text) {
      requirePermission(actor, "flows.edit");
      const read = readTemplateFile(text);
      const clean = read.document.nodes.map(stripSecrets);
      const document = { ...read.document, nodes: clean.map(({ node }) => node) };
      const { version: _version, ...rest } = read;
      return await keep(
        actor,
        { ...rest, document },
        clean.flatMap(({ stripped }) => stripped),
      );
    },

    async exportFile(actor, id) {
      requirePermission(actor, "flows.read");
      const own = builtInTemplates.get(id);
      if (own !== undefined) return { name: own.name, template: own };
      const row = await findOwn(actor.workspaceId, id);
      return { name: row.name, template: template.parse(row.file) };
    },

    async remove(actor, id) {
      requirePermission(actor, "flows.delete");
      const row = await findOwn(actor.workspaceId, id);
      await prisma.$transaction(async (tx) => {
        await tx.workspaceTemplate.deleteMany({ where: { id: row.id } });
        await recordAudit(tx, actor, {
          action: "template.delete",
          ...{ targetType: "template", targetId: row.id, targetName: row.name },
        });
      });
    },
  };
}

type Saved = { by: string; at: string } | null;

function summaryOf(id: string, one: Template, saved: Saved): TemplateSummary {
  const { version, scope, name, summary, category, document } = one;
  return {
    ...{ id, version, scope, name, summary, category },
    source: saved === null ? "patchbay" : "workspace",
    types: [...new Set(document.nodes.map(({ type }) => type))],
    savedBy: saved?.by ?? null,
    savedAt: saved?.at ?? null,
  };
}

function detailOf(id: string, one: Template, saved: Saved): TemplateDetail {
  const { parameters, connections, document } = one;
  return { ...summaryOf(id, one, saved), parameters, connections, document };
}

function notFound(): UserError {
  return new UserError("not_found", "There is no such template.");
}

function tooMany(): UserError {
  return new UserError("invalid_input", `A workspace keeps at most ${mostOwn} templates.`, {
    next: "Delete some that nobody uses.",
  });
}
