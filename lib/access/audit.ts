import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Actor, AuditInput, Caller } from "./contract.ts";

/** Where an entry is written: the transaction of the change it records. */
export type AuditWriter = Pick<PrismaClient, "auditEntry">;

/** Who did it, when nobody has a session yet: at sign-in and set-up. */
export type AuditCaller = Caller & { userId?: string; name?: string; workspaceId?: string };

/**
 * Writes one audit entry. Pass the transaction of the change itself: when the entry cannot be
 * written, the change is rolled back with it. `before` and `after` must hold no secret.
 */
export async function recordAudit(
  tx: AuditWriter,
  who: Actor | AuditCaller,
  input: AuditInput,
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      workspaceId: who.workspaceId ?? null,
      actorId: who.userId ?? null,
      actorName: who.name ?? "",
      ip: who.ip.slice(0, 60),
      userAgent: who.userAgent.slice(0, 300),
      requestId: who.requestId.slice(0, 100),
      action: input.action,
      targetType: input.targetType,
      targetId: input.targetId,
      targetName: input.targetName,
      ...present("before", input.before),
      ...present("after", input.after),
    },
  });
}

function present(key: "before" | "after", value: JsonObject | null | undefined) {
  return value === null || value === undefined ? {} : { [key]: value };
}
