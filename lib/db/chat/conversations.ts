import type { Pool } from "pg";
import type { JsonObject } from "#lib/flow/json.ts";

/** What never changes about a conversation. */
export type ConversationRow = {
  id: string;
  workspaceId: string;
  flowId: string;
  mode: "live" | "test";
  contact: JsonObject;
  createdAt: Date;
};

/** Stores a new, open conversation. Only the token's hash is kept. */
export async function insertConversation(
  pool: Pool,
  row: ConversationRow & { tokenHash: string },
): Promise<void> {
  await pool.query({
    name: "chat_insert_conversation",
    text: `INSERT INTO conversations
             (id, workspace_id, flow_id, mode, token_hash, contact, created_at, last_message_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    values: [
      row.id,
      row.workspaceId,
      row.flowId,
      row.mode,
      row.tokenHash,
      JSON.stringify(row.contact),
      row.createdAt,
    ],
  });
}

export async function findConversationByToken(
  pool: Pool,
  tokenHash: string,
): Promise<ConversationRow | null> {
  return await findOne(pool, "token_hash", tokenHash);
}

export async function findConversation(pool: Pool, id: string): Promise<ConversationRow | null> {
  return await findOne(pool, "id", id);
}

async function findOne(
  pool: Pool,
  column: "id" | "token_hash",
  value: string,
): Promise<ConversationRow | null> {
  const { rows } = await pool.query<ConversationRow>({
    name: `chat_find_conversation_by_${column}`,
    text: `SELECT id, workspace_id AS "workspaceId", flow_id AS "flowId", mode, contact,
                  created_at AS "createdAt"
           FROM conversations WHERE ${column} = $1`,
    values: [value],
  });
  return rows[0] ?? null;
}
