import type { Connection, Prisma } from "#lib/db/generated/client.ts";

type Key = { workspaceId: string; id: string };
type Json = { [key: string]: unknown };

/**
 * A connection, held until the transaction ends: whoever else wants to fetch tokens for it waits,
 * in every process. Null when it is gone.
 */
export async function lockConnection(
  tx: Prisma.TransactionClient,
  { workspaceId, id }: Key,
): Promise<Connection | null> {
  await tx.$queryRaw`
    SELECT id FROM connections
     WHERE id = ${id} AND workspace_id = ${workspaceId} AND deleted_at IS NULL FOR NO KEY UPDATE`;
  return await tx.connection.findFirst({ where: { id, workspaceId, deletedAt: null } });
}

/**
 * Stores tokens. `updated_at` stays: nobody has changed the connection, and what a test of it found
 * out meanwhile still holds. What OAuth asked attention for is over.
 */
export async function storeTokens(
  tx: Prisma.TransactionClient,
  { workspaceId, id }: Key,
  { envelope, expiresAt }: { envelope: Json; expiresAt: Date | null },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE connections SET envelope = ${JSON.stringify(envelope)}::jsonb, expires_at = ${expiresAt},
           attention = CASE WHEN attention->>'code' LIKE 'oauth\\_%' THEN NULL ELSE attention END
     WHERE id = ${id} AND workspace_id = ${workspaceId}`;
}

/** Notes why somebody has to look at it; with `envelope`, tokens that are worth nothing go. */
export async function storeAttention(
  tx: Prisma.TransactionClient,
  { workspaceId, id }: Key,
  { attention, envelope }: { attention: Json; envelope: Json | undefined },
): Promise<void> {
  const sealed = envelope === undefined ? null : JSON.stringify(envelope);
  await tx.$executeRaw`
    UPDATE connections SET attention = ${JSON.stringify(attention)}::jsonb,
           envelope = COALESCE(${sealed}::jsonb, envelope)
     WHERE id = ${id} AND workspace_id = ${workspaceId}`;
}

/** Stores what a provider has granted, or that it has granted nothing any more. */
export async function storeGrant(
  tx: Prisma.TransactionClient,
  { workspaceId, id }: Key,
  grant: { envelope: Json; oauth: Json | null; expiresAt: Date | null; attention: Json | null },
): Promise<void> {
  const { envelope, oauth, expiresAt, attention } = grant;
  await tx.$executeRaw`
    UPDATE connections SET envelope = ${JSON.stringify(envelope)}::jsonb,
           oauth = ${json(oauth)}::jsonb, attention = ${json(attention)}::jsonb,
           expires_at = ${expiresAt}, last_test = NULL, updated_at = now()
     WHERE id = ${id} AND workspace_id = ${workspaceId}`;
}

function json(value: Json | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
