import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { AllowList } from "#lib/http/allow-list.ts";
import {
  examine,
  findConnection,
  knownKind,
  readCare,
  readEnd,
  readName,
  refuseTakenName,
  targetOf,
} from "./connection-rows.ts";
import type { ConnectionInput } from "./contract.ts";
import { judge } from "./judge-values.ts";
import type { KeyRing } from "./key-ring.ts";
import type { ConnectionValues } from "./kinds/kind.ts";
import { connectionKindOf } from "./kinds.ts";
import { notConnected } from "./oauth/attention.ts";
import { carryGrant } from "./oauth/carry-grant.ts";
import { withoutTokens } from "./oauth/tokens.ts";
import { readValues } from "./read-values.ts";
import { secretValues } from "./resolve-connection.ts";
import { hintOf, settingsObject } from "./summarise.ts";

type Deps = { prisma: PrismaClient; ring: KeyRing; allow?: AllowList };

/** Stores a new credential, encrypted, on record. */
export async function createConnection(
  { prisma, ring, allow }: Deps,
  actor: Actor,
  input: ConnectionInput,
): Promise<Connection> {
  const kind = knownKind(input.kind);
  const name = readName(input.name);
  const values = readValues(kind, input.values, undefined, judge(kind, allow));
  const examined = examine(kind, values);
  const end = readEnd(kind, input);
  const care = readCare(input);
  const id = uuid();
  return await prisma.$transaction(async (tx) => {
    await refuseTakenName(tx, actor, name, id);
    const created = await tx.connection.create({
      data: {
        ...{ id, workspaceId: actor.workspaceId, name, kind: kind.id, createdBy: actor.userId },
        ...sealed(ring, actor.workspaceId, id, kind.id, values),
        ...examined,
        ...end,
        ...care,
        ...(kind.oauth === "person" && { attention: notConnected(new Date()) }),
      },
    });
    await recordAudit(tx, actor, {
      action: "connection.create",
      ...targetOf(created),
      after: { name, kind: kind.id, settings: values.settings, ...care },
    });
    return created;
  });
}

/** Changes a credential; secrets that are left out stay. Whatever was changed has to be tested anew. */
export async function updateConnection(
  { prisma, ring, allow }: Deps,
  actor: Actor,
  id: string,
  input: Partial<Omit<ConnectionInput, "kind">>,
): Promise<Connection> {
  const care = readCare(input);
  return await prisma.$transaction(async (tx) => {
    // Two admins at once: the second reads what the first wrote.
    await tx.$queryRaw`SELECT id FROM connections WHERE id = ${id} AND workspace_id = ${actor.workspaceId} FOR UPDATE`;
    const before = await findConnection(tx, actor, id);
    const kind = knownKind(before.kind);
    const old = opened(ring, before);
    const name = input.name === undefined ? before.name : readName(input.name);
    if (name !== before.name) await refuseTakenName(tx, actor, name, id);
    const given = input.values ?? {};
    // What is stored was judged when it was written.
    const check = input.values === undefined ? undefined : judge(kind, allow);
    const read = readValues(kind, given, old, check);
    const { grant, ...values } = carryGrant(kind, before, old, read, { given, now: new Date() });
    const replaced = JSON.stringify(values.secrets) !== JSON.stringify(old.secrets);
    const changed = replaced || !areSame(values.settings, old.settings);
    const after = await tx.connection.update({
      where: { id, workspaceId: actor.workspaceId },
      data: {
        name,
        ...care,
        ...readEnd(kind, input),
        settings: values.settings,
        ...(replaced && sealed(ring, actor.workspaceId, id, kind.id, values)),
        ...(changed && {
          ...examine(kind, values),
          lastTest: Prisma.DbNull,
          attention: Prisma.DbNull,
          probeFailures: 0,
          nextProbeAt: new Date(),
          // Nobody has to connect an account again because its test address has changed.
          ...(kind.oauth !== undefined && { attention: before.attention ?? Prisma.DbNull }),
        }),
        ...grant,
      },
    });
    const recorded = { limits: before.limits, grants: before.grants };
    await recordAudit(tx, actor, {
      action: "connection.update",
      ...targetOf(after),
      before: {
        name: before.name,
        settings: old.settings,
        ...settingsObject.parse(Object.keys(care).length > 0 ? recorded : {}),
      },
      after: {
        ...{ name, settings: values.settings, secretReplaced: replaced, ...care },
        ...(input.expiresAt !== undefined && { expiresAt: after.expiresAt?.toISOString() ?? null }),
      },
    });
    return after;
  });
}

/** Another one with the same credential; limits and grants come along, the test does not. */
export async function duplicateConnection(
  { prisma, ring }: Deps,
  actor: Actor,
  id: string,
): Promise<Connection> {
  return await prisma.$transaction(async (tx) => {
    const source = await findConnection(tx, actor, id);
    const kind = connectionKindOf(source.kind);
    const values = opened(ring, source);
    const copy = { id: uuid(), name: await freeName(tx, actor, source.name) };
    const created = await tx.connection.create({
      data: {
        ...copy,
        ...{ workspaceId: actor.workspaceId, kind: source.kind, createdBy: actor.userId },
        // Two holders of one refresh token would end each other's access.
        ...sealed(ring, actor.workspaceId, copy.id, source.kind, {
          ...values,
          secrets: kind?.oauth === undefined ? values.secrets : withoutTokens(values.secrets),
        }),
        ...{ expiresAt: source.expiresAt },
        ...(kind?.oauth === "person" && { attention: notConnected(new Date()), expiresAt: null }),
        ...settingsObject.parse({ limits: source.limits, grants: source.grants }),
      },
    });
    await recordAudit(tx, actor, {
      action: "connection.duplicate",
      ...targetOf(created),
      after: { name: copy.name, kind: source.kind, copiedFrom: source.id },
    });
    return created;
  });
}

/** Postgres has its own order of keys, and a field that is new to the form is empty. */
function areSame(some: JsonObject, others: JsonObject): boolean {
  const keys = new Set([...Object.keys(some), ...Object.keys(others)]);
  return [...keys].every((key) => (some[key] ?? "") === (others[key] ?? ""));
}

async function freeName(
  tx: Pick<PrismaClient, "connection">,
  actor: Actor,
  name: string,
): Promise<string> {
  for (let count = 1; ; count++) {
    const end = count === 1 ? " (copy)" : ` (copy ${count})`;
    const wanted = `${name.slice(0, 80 - end.length)}${end}`;
    const other = await tx.connection.findFirst({
      where: { workspaceId: actor.workspaceId, name: wanted, deletedAt: null },
      select: { id: true },
    });
    if (other === null) return wanted;
  }
}

function sealed(
  ring: KeyRing,
  workspaceId: string,
  connectionId: string,
  kind: string,
  { settings, secrets }: ConnectionValues,
) {
  return {
    settings,
    envelope: ring.seal(JSON.stringify(secrets), { workspaceId, connectionId, kind }),
    hint: hintOf(secrets),
  };
}

function opened(ring: KeyRing, row: Connection): ConnectionValues {
  const { workspaceId, id: connectionId, kind } = row;
  const text = ring.open(row.envelope, { workspaceId, connectionId, kind });
  return {
    settings: settingsObject.parse(row.settings),
    secrets: secretValues.parse(JSON.parse(text)),
  };
}
