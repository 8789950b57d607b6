import type { Actor } from "#lib/access/contract.ts";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ConnectionInput } from "./contract.ts";
import { connectionGrants } from "./grants.ts";
import { kindServerOf } from "./kind-servers.ts";
import type { ConnectionKind, ConnectionValues } from "./kinds/kind.ts";
import { connectionKindOf } from "./kinds.ts";
import { knownExpiry } from "./known-expiry.ts";
import { connectionLimits } from "./limits.ts";
import { inForm, misfits } from "./read-values.ts";

type Tx = Pick<PrismaClient, "connection">;

/** @throws UserError `not_found`, also for another workspace's */
export async function findConnection(tx: Tx, actor: Actor, id: string): Promise<Connection> {
  const row = await tx.connection.findFirst({
    where: { id, workspaceId: actor.workspaceId, deletedAt: null },
  });
  if (row === null) throw gone();
  return row;
}

/** Names are how editors choose, so two of the same would be a trap. */
export async function refuseTakenName(
  tx: Tx,
  actor: Actor,
  name: string,
  id: string,
): Promise<void> {
  const other = await tx.connection.findFirst({
    where: { workspaceId: actor.workspaceId, name, deletedAt: null, id: { not: id } },
    select: { id: true },
  });
  if (other === null) return;
  throw new UserError("name_taken", `There is already a connection called “${name}”.`, {
    next: "Choose another name.",
  });
}

/** @throws UserError `invalid_input` */
export function readName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== "" && trimmed.length <= 80) return trimmed;
  throw new UserError("invalid_input", "Give the connection a name of at most 80 characters.", {
    details: { issues: [{ path: "name", message: "Use 1 to 80 characters." }] },
  });
}

/** @throws UserError `invalid_input` */
export function knownKind(id: string): ConnectionKind {
  const kind = connectionKindOf(id);
  if (kind !== undefined) return kind;
  throw new UserError("invalid_input", `Patchbay does not know the kind “${id.slice(0, 60)}”.`);
}

/**
 * Lets the kind's server half judge new values, and says when they end.
 *
 * @throws UserError `invalid_input`, one issue for each field that does not fit
 */
export function examine(
  kind: ConnectionKind,
  values: ConnectionValues,
): { expiresAt?: Date | null } {
  const server = kindServerOf(kind.id);
  const wrong = server?.check?.(values) ?? [];
  if (wrong.length > 0) throw misfits(wrong.map(inForm));
  if (server?.expiresAt !== undefined) return { expiresAt: server.expiresAt(values) };
  const known = knownExpiry(values);
  return known === null ? {} : { expiresAt: known };
}

/** When the credential ends, as the admin wrote it down, for kinds that cannot know. */
export function readEnd(
  kind: ConnectionKind,
  { expiresAt }: Pick<ConnectionInput, "expiresAt">,
): { expiresAt?: Date | null } {
  if (kind.knowsEnd || expiresAt === undefined) return {};
  const date = expiresAt === null ? null : new Date(expiresAt);
  if (date === null || !Number.isNaN(date.getTime())) return { expiresAt: date };
  throw misfits([{ path: "expiresAt", message: "“Ends on” is not a date." }]);
}

/** The admin's limits and grants, as they are stored; what is absent stays as it is. */
export function readCare({ limits, grants }: Pick<ConnectionInput, "limits" | "grants">) {
  return {
    ...(limits !== undefined && { limits: connectionLimits.parse(limits) }),
    ...(grants !== undefined && { grants: connectionGrants.parse(grants) }),
  };
}

/** What an audit entry names. */
export function targetOf(row: Pick<Connection, "id" | "name">) {
  return { targetType: "connection", targetId: row.id, targetName: row.name };
}

export function gone(): UserError {
  return new UserError("not_found", "This connection does not exist any more.");
}
