import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import type { JsonObject } from "#lib/flow/json.ts";

/** How many names are remembered of one contact. */
export const mostRemembered = 50;

/** The contact behind a token's hash, noted as seen; a new one the first time. */
export async function meetContact(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  tokenHash: string,
  at: Date,
): Promise<{ id: string; createdAt: Date }> {
  const { rows } = await pool.query<{ id: string; createdAt: Date }>({
    name: "chat_meet_contact",
    text: `INSERT INTO contacts (id, workspace_id, token_hash, created_at, seen_at)
           VALUES ($1, $2, $3, $4, $4)
           ON CONFLICT (workspace_id, token_hash)
             DO UPDATE SET seen_at = greatest(contacts.seen_at, excluded.seen_at)
           RETURNING id, created_at AS "createdAt"`,
    values: [uuid(), workspaceId, tokenHash, at],
  });
  const [met] = rows;
  if (met === undefined) throw new Error("an upsert returned no row");
  return met;
}

/**
 * Adds to what is remembered of a conversation's contact: over conversations for a visitor, within
 * the one conversation for a preview. False when there would be more than {@link mostRemembered}
 * names, and when there is no such conversation.
 */
export async function rememberOfContact(
  pool: Pick<Pool, "query">,
  conversationId: string,
  values: JsonObject,
): Promise<boolean> {
  const fits = (data: string) =>
    `(SELECT count(*) FROM jsonb_object_keys(${data} || $2::jsonb)) <= ${mostRemembered}`;
  const own = "coalesce(conversations.contact->'remembered', '{}'::jsonb)";
  const { rowCount } = await pool.query({
    name: "chat_remember",
    text: `WITH of_visitor AS (
             UPDATE contacts SET data = contacts.data || $2::jsonb
             FROM conversations c WHERE c.id = $1 AND contacts.id = c.contact_id
               AND ${fits("contacts.data")}
             RETURNING contacts.id),
           of_preview AS (
             UPDATE conversations
             SET contact = jsonb_set(contact, '{remembered}', ${own} || $2::jsonb)
             WHERE id = $1 AND contact_id IS NULL AND ${fits(own)} RETURNING id)
           SELECT 1 FROM of_visitor UNION ALL SELECT 1 FROM of_preview`,
    values: [conversationId, JSON.stringify(values)],
  });
  return rowCount === 1;
}

/** What is remembered of a conversation's contact; null when there is no such conversation. */
export async function rememberedOf(
  pool: Pick<Pool, "query">,
  conversationId: string,
): Promise<JsonObject | null> {
  const { rows } = await pool.query<{ data: JsonObject }>({
    name: "chat_remembered",
    text: `SELECT coalesce(k.data, c.contact->'remembered', '{}'::jsonb) AS data
           FROM conversations c LEFT JOIN contacts k ON k.id = c.contact_id WHERE c.id = $1`,
    values: [conversationId],
  });
  return rows[0]?.data ?? null;
}
