import { recordAudit } from "#lib/access/audit.ts";
import type { Actor, AuditInput, Role } from "#lib/access/contract.ts";
import { createDatabase } from "#lib/db/client.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { createAuditService } from "./create-audit-service.ts";

export const streamKey = Buffer.alloc(32, 7);

export const actor = (role: Role = "admin", workspaceId = "w1", name = "Ada"): Actor => ({
  ...{ userId: `${name}-id`, name, workspaceId, role, sessionIdHash: "" },
  ...{ ip: "192.0.2.7", userAgent: "Test/1.0", requestId: "r1" },
});

/** A database of the test's own with two workspaces, and the audit service over it. */
export async function openAuditBench() {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);
  const { prisma, pool } = database;
  for (const id of ["w1", "w2"]) {
    await prisma.workspace.create({ data: { id, name: id, slug: id } });
  }
  return {
    prisma,
    pool,
    audit: createAuditService({ prisma, pool, key: streamKey }),
    record: (who: Actor, input: Partial<AuditInput> & { action: string }) =>
      recordAudit(prisma, who, { targetType: "", targetId: "", targetName: "", ...input }),
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
}

export type AuditBench = Awaited<ReturnType<typeof openAuditBench>>;
