import type { Pool } from "pg";
import type { JsonObject } from "#lib/flow/json.ts";

/** What never changes about a conversation. */
export type ConversationRow = {
  id: string;
  workspaceId: string;
  flowId: string;
  mode: "live" | "test";
  contact: JsonObject;
  /** Remembered over conversations; null in previews. */
  contactId: string | null;
  createdAt: Date;
};

export type ConversationStateName = "open" | "parked" | "closed";

/** Stores a new, open conversation. Only the token's hash is kept. */
export async function insertConversation(
  pool: Pool,
  row: ConversationRow & { tokenHash: string },
): Promise<void> {
  await pool.query({
    name: "chat_insert_conversation",
    text: `INSERT INTO conversations
             (id, workspace_id, flow_id, mode, token_hash, contact, created_at, last_message_at,
              contact_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    values: [
      row.id,
      row.workspaceId,
      row.flowId,
      row.mode,
      row.tokenHash,
      JSON.stringify(row.contact),
      row.createdAt,
      row.contactId,
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
                  contact_id AS "contactId", created_at AS "createdAt"
           FROM conversations WHERE ${column} = $1`,
    values: [value],
  });
  return rows[0] ?? null;
}

/** Whether a conversation takes messages; null when it is gone. */
export async function findConversationState(
  pool: Pool,
  id: string,
): Promise<ConversationStateName | null> {
  const { rows } = await pool.query<{ state: ConversationStateName }>({
    name: "chat_find_conversation_state",
    text: "SELECT state FROM conversations WHERE id = $1",
    values: [id],
  });
  return rows[0]?.state ?? null;
}
