import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { compareOperations } from "./compare-operations.ts";
import type { Change, Description, Operation } from "./contract.ts";
import type { WasRead } from "./read-source.ts";
import { readOperationDetail } from "./system-rows.ts";

type Tx = Prisma.TransactionClient;

/** @throws UserError `name_taken` */
export async function writeNew(
  tx: Tx,
  actor: Actor,
  system: { id: string; name: string; kind: string },
  { description, url, hash, definition }: WasRead,
): Promise<void> {
  const { id, name } = system;
  const { workspaceId } = actor;
  const taken = await tx.system.findFirst({ where: { workspaceId, name }, select: { id: true } });
  if (taken !== null) {
    throw new UserError("name_taken", `There is already a system called “${name}”.`, {
      next: "Give it another name, or refresh the one that is there.",
    });
  }
  await tx.system.create({
    data: {
      ...system,
      ...{ workspaceId, sourceUrl: url, hash, createdBy: actor.userId },
      ...(definition !== undefined && { definition }),
      ...columnsOf(description),
    },
  });
  await tx.systemOperation.createMany({ data: rowsOf(id, description.operations) });
  await recordAudit(tx, actor, {
    ...{ action: "system.import", targetType: "system", targetId: id, targetName: name },
    after: { sourceUrl: url, operations: description.operations.length },
  });
}

/** What has changed since it was written before; of what is gone, operations that are `used` are kept. */
export async function writeAgain(
  tx: Tx,
  actor: Actor,
  { id, name }: { id: string; name: string },
  { description, url, hash, definition }: WasRead,
  used: ReadonlySet<string>,
): Promise<Omit<Change, "flows">[]> {
  const rows = await tx.systemOperation.findMany({ where: { systemId: id } });
  const now = description.operations.map(({ operation }) => operation);
  const known = rows.filter(({ gone }) => !gone).map((row) => readOperationDetail(row.detail));
  const found = compareOperations(known, now);
  const present = new Set(now.map(({ key }) => key));
  const kept = rows.filter(({ key }) => !present.has(key) && used.has(key));
  await tx.systemOperation.deleteMany({
    where: { systemId: id, key: { notIn: kept.map(({ key }) => key) } },
  });
  await tx.systemOperation.updateMany({ where: { systemId: id }, data: { gone: true } });
  await tx.systemOperation.createMany({ data: rowsOf(id, description.operations) });
  await tx.system.update({
    where: { id },
    data: {
      hash,
      ...(url !== null && { sourceUrl: url }),
      ...(definition !== undefined && { definition }),
      ...columnsOf(description),
      refreshedAt: new Date(),
    },
  });
  const count = (kind: string) => found.filter((change) => change.kind === kind).length;
  await recordAudit(tx, actor, {
    ...{ action: "system.refresh", targetType: "system", targetId: id, targetName: name },
    after: { added: count("added"), removed: count("removed"), changed: count("changed") },
  });
  return found;
}

/** Two people at once: the second would undo what the first has written. */
export async function refuseStale(tx: Tx, id: string, since: string | undefined) {
  const { refreshedAt } = await tx.system.findUniqueOrThrow({ where: { id } });
  if (since === undefined || refreshedAt.toISOString() === since) return;
  throw new UserError("stale_write", "Somebody else has changed this system meanwhile.", {
    next: "Copy what you have written, open it again and take theirs over.",
  });
}

function columnsOf({ server, version, format, flaws, connectionKinds }: Description) {
  return { baseUrl: server, version, format, flaws, connectionKinds };
}

function rowsOf(systemId: string, operations: Description["operations"]) {
  return operations.map(({ tag, operation }, place) => {
    const { key, summary, hash, graphql } = operation;
    const method = graphql === undefined ? operation.method : graphql.kind.toUpperCase();
    const path = graphql === undefined ? operation.path : graphql.field;
    return {
      ...{ systemId, place, key, method, path, summary, tag, hash },
      deprecated: operation.deprecated === true,
      detail: operation satisfies Operation as unknown as Prisma.InputJsonObject, // plain JSON
    };
  });
}
