import { LRUCache } from "lru-cache";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import type { ApiKey, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { type Actor, role } from "../contract.ts";
import { isPermitted, requirePermission } from "../permissions.ts";
import { hashToken } from "../session-token.ts";
import { isApiKey, newApiKey, prefixOf } from "./api-key-token.ts";
import type { ApiKeyInfo, ApiKeyService } from "./contract.ts";
import { type Scope, scopeNames, scopes } from "./scopes.ts";

type Deps = { prisma: PrismaClient; clock?: () => Date; onError?: (error: unknown) => void };
type KeyActor = Omit<Actor, "ip" | "userAgent" | "requestId">;
type Known = { id: string; actor: KeyActor; expiresAt: Date | null };

/** How long a key found good is trusted without asking again, in ms. */
const trustMs = 3_000;
/** `lastUsedAt` is written at most this often, in ms. */
const usedEveryMs = 60_000;
const dayMs = 86_400_000;
const storedScopes = z.array(z.enum(scopeNames));

/** Keys for programs. Every query carries the workspace, but for the one by the key itself. */
export function createApiKeyService(deps: Deps): ApiKeyService {
  const { prisma } = deps;
  const clock = deps.clock ?? (() => new Date());
  const onError = deps.onError ?? (() => undefined);
  const trusted = new LRUCache<string, Known>({ max: 5_000, ttl: trustMs });
  const noted = new LRUCache<string, true>({ max: 5_000, ttl: usedEveryMs });
  let revocations = 0;

  /** Nobody waits for it. */
  function noteUse(id: string): void {
    if (noted.has(id)) return;
    noted.set(id, true);
    prisma.apiKey.updateMany({ where: { id }, data: { lastUsedAt: clock() } }).catch(onError);
  }

  async function find(tokenHash: string): Promise<Known | null> {
    const row = await prisma.apiKey.findUnique({ where: { tokenHash } });
    if (row === null || row.revokedAt !== null) return null;
    const { workspaceId, createdBy: userId } = row;
    const membership = await prisma.membership.findUnique({
      where: { workspaceId_userId: { workspaceId, userId } },
      include: { user: { select: { name: true } } },
    });
    if (membership === null) return null;
    return {
      id: row.id,
      expiresAt: row.expiresAt,
      actor: {
        userId,
        name: `${membership.user.name} (API key “${row.name}”)`,
        workspaceId,
        role: role.parse(membership.role),
        sessionIdHash: "",
        scopes: storedScopes.parse(row.scopes),
      },
    };
  }

  return {
    async list(actor) {
      requirePermission(actor, "keys.create");
      const { workspaceId, userId } = actor;
      const everybody = isPermitted(actor.role, "keys.manage");
      const rows = await prisma.apiKey.findMany({
        where: { workspaceId, revokedAt: null, ...(!everybody && { createdBy: userId }) },
        orderBy: { createdAt: "desc" },
      });
      const makers = await prisma.user.findMany({
        where: { id: { in: rows.map(({ createdBy }) => createdBy) } },
        select: { id: true, name: true, memberships: { where: { workspaceId } } },
      });
      const byId = new Map(makers.map((maker) => [maker.id, maker]));
      return rows.map((row) => {
        const maker = byId.get(row.createdBy);
        return infoOf(row, maker?.name ?? "", (maker?.memberships.length ?? 0) > 0, clock());
      });
    },

    async create(actor, input) {
      requirePermission(actor, "keys.create");
      refuseBeyondRole(actor, input.scopes);
      const key = newApiKey();
      const id = uuid();
      const now = clock();
      await prisma.$transaction(async (tx) => {
        await tx.apiKey.create({
          data: {
            ...{ id, name: input.name, prefix: prefixOf(key), tokenHash: hashToken(key) },
            scopes: [...new Set(input.scopes)],
            workspaceId: actor.workspaceId,
            createdBy: actor.userId,
            createdAt: now,
            expiresAt: input.days === null ? null : new Date(now.getTime() + input.days * dayMs),
          },
        });
        await recordAudit(tx, actor, {
          action: "api-key.create",
          ...{ targetType: "api-key", targetId: id, targetName: input.name },
          after: { scopes: input.scopes, days: input.days },
        });
      });
      return { id, key };
    },

    async revoke(actor, id) {
      requirePermission(actor, "keys.create");
      const everybody = isPermitted(actor.role, "keys.manage");
      const { workspaceId, userId } = actor;
      await prisma.$transaction(async (tx) => {
        const row = await tx.apiKey.findFirst({
          where: { id, workspaceId, revokedAt: null, ...(!everybody && { createdBy: userId }) },
        });
        if (row === null) throw new UserError("not_found", "This key does not exist any more.");
        await tx.apiKey.update({ where: { id }, data: { revokedAt: clock() } });
        await recordAudit(tx, actor, {
          action: "api-key.revoke",
          ...{ targetType: "api-key", targetId: id, targetName: row.name },
        });
      });
      revocations += 1;
      trusted.clear();
    },

    async actorOf(key, caller) {
      if (!isApiKey(key)) return null;
      const tokenHash = hashToken(key);
      let known = trusted.get(tokenHash);
      if (known === undefined) {
        const before = revocations;
        known = (await find(tokenHash)) ?? undefined;
        if (known === undefined) return null;
        if (before === revocations) trusted.set(tokenHash, known);
      }
      if (known.expiresAt !== null && known.expiresAt <= clock()) return null;
      noteUse(known.id);
      return { keyId: known.id, actor: { ...known.actor, ...caller } };
    },
  };
}

function infoOf(row: ApiKey, makerName: string, makerIsIn: boolean, now: Date): ApiKeyInfo {
  const expired = row.expiresAt !== null && row.expiresAt <= now;
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: storedScopes.parse(row.scopes),
    createdBy: { id: row.createdBy, name: makerName },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    state: expired ? "expired" : makerIsIn ? "active" : "dormant",
  };
}

/** A key that could do nothing with a scope would only be found out when it is used. */
function refuseBeyondRole(actor: Actor, wanted: readonly Scope[]): void {
  const beyond = wanted.filter(
    (scope) =>
      !scopes[scope].permissions.every((permission) => isPermitted(actor.role, permission)),
  );
  if (beyond.length === 0) return;
  const names = beyond.map((scope) => `“${scopes[scope].label}”`).join(", ");
  throw new UserError("not_permitted", `Your role (${actor.role}) does not include ${names}.`, {
    next: "Leave it out, or ask an admin to make the key.",
  });
}
