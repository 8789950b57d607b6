import type { Pool } from "pg";
import { type Grantee, granted } from "#lib/db/flows/granted.ts";
import type { JsonObject } from "#lib/flow/json.ts";

export type ListedConversation = {
  id: string;
  flowId: string;
  flowName: string;
  mode: "live" | "test";
  state: "open" | "parked" | "closed";
  contact: JsonObject;
  remembered: JsonObject;
  assigneeId: string | null;
  assigneeName: string | null;
  note: string;
  lastText: string | null;
  lastDirection: "in" | "out" | null;
  lastAuthor: string | null;
  lastMessageAt: Date;
  createdAt: Date;
  waitingSince: Date | null;
  unread: number;
  flowWaits: boolean;
};

export type ListFilter = {
  state?: string | undefined;
  flowId?: string | undefined;
  search?: string | undefined;
  /** Conversations after this one in the list. */
  after?: { at: Date; id: string } | undefined;
  limit: number;
};

/** Whoever reads it: previews are shown only while they need a person, and empty conversations never. */
const listed = `(c.last_seq > 0 AND (c.mode = 'live' OR c.state = 'parked'))`;

const selected = `
  SELECT c.id, c.flow_id AS "flowId", coalesce(f.name, '') AS "flowName", c.mode, c.state, c.contact,
    coalesce(k.data, c.contact->'remembered', '{}'::jsonb) AS remembered,
    c.assignee_id AS "assigneeId", a.name AS "assigneeName", c.hand_over_note AS note,
    m.text AS "lastText", m.direction AS "lastDirection", m.author AS "lastAuthor",
    c.last_message_at AS "lastMessageAt", c.created_at AS "createdAt",
    CASE WHEN p.answered IS NULL THEN c.parked_at ELSE u.since END AS "waitingSince",
    coalesce(u.unread, 0) AS unread,
    EXISTS (SELECT 1 FROM waits w WHERE w.conversation_id = c.id AND w.kind = 'person'
              AND w.consumed_at IS NULL) AS "flowWaits"
  FROM conversations c
  LEFT JOIN flows f ON f.id = c.flow_id
  LEFT JOIN contacts k ON k.id = c.contact_id
  LEFT JOIN users a ON a.id = c.assignee_id
  LEFT JOIN LATERAL (
    SELECT left(x.content->>'text', 300) AS text, x.direction,
      CASE WHEN x.author_id IS NULL THEN NULL ELSE coalesce(xu.name, '') END AS author
    FROM messages x LEFT JOIN users xu ON xu.id = x.author_id
    WHERE x.conversation_id = c.id ORDER BY x.seq DESC LIMIT 1) m ON true
  LEFT JOIN LATERAL (
    SELECT max(x.seq) AS answered FROM messages x
    WHERE c.state = 'parked' AND x.conversation_id = c.id AND x.author_id IS NOT NULL
      AND x.at >= c.parked_at) p ON true
  LEFT JOIN LATERAL (
    SELECT min(x.at) AS since, count(*)::int AS unread FROM messages x
    WHERE c.state = 'parked' AND x.conversation_id = c.id AND x.direction = 'in'
      AND x.seq > coalesce(p.answered, 0) AND x.at >= c.parked_at) u ON true`;

/** A workspace's conversations, the one with the newest message first. */
export async function listConversations(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  filter: ListFilter,
): Promise<ListedConversation[]> {
  const { rows } = await pool.query<ListedConversation>(
    `${selected}
     WHERE c.workspace_id = $1 AND ${listed} AND ${granted("f", "$8", "$9")}
       AND ($2::text IS NULL OR c.state = $2) AND ($3::text IS NULL OR c.flow_id = $3)
       AND ($4::text IS NULL
         OR coalesce(k.data, c.contact)::text ILIKE $4
         OR c.contact->>'reference' ILIKE $4
         OR EXISTS (SELECT 1 FROM messages x
                    WHERE x.conversation_id = c.id AND x.content->>'text' ILIKE $4))
       AND ($5::timestamptz IS NULL OR (c.last_message_at, c.id) < ($5, $6::text))
     ORDER BY c.last_message_at DESC, c.id DESC LIMIT $7`,
    [
      workspaceId,
      filter.state ?? null,
      filter.flowId ?? null,
      filter.search === undefined ? null : `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
      role,
      person,
    ],
  );
  return rows;
}

/** One conversation of a workspace, previews included; null when it is not there. */
export async function findListedConversation(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  conversationId: string,
): Promise<ListedConversation | null> {
  const { rows } = await pool.query<ListedConversation>({
    name: "chat_find_listed",
    text: `${selected} WHERE c.workspace_id = $1 AND c.id = $2 AND ${granted("f", "$3", "$4")}`,
    values: [workspaceId, conversationId, role, person],
  });
  return rows[0] ?? null;
}

/** How many conversations need a person that nobody has taken over. */
export async function countWaiting(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>({
    name: "chat_count_waiting",
    text: `SELECT count(*)::int AS count FROM conversations c LEFT JOIN flows f ON f.id = c.flow_id
           WHERE ${granted("f", "$2", "$3")} AND c.workspace_id = $1 AND c.state = 'parked' AND c.assignee_id IS NULL AND ${listed}`,
    values: [workspaceId, role, person],
  });
  return rows[0]?.count ?? 0;
}
