import type { Pool } from "pg";
import type { Json } from "#lib/flow/json.ts";

type Db = Pick<Pool, "query">;

/** Whose memory it is; tests and live runs remember apart. */
export type MemoryOwner = {
  workspaceId: string;
  flowId: string;
  nodeId: string;
  mode: "live" | "test";
};

/** A claim that nobody kept or released counts no more after this, in minutes. */
const claimMinutes = 15;

const ofOwner = "workspace_id = $1 AND flow_id = $2 AND node_id = $3 AND mode = $4";
const idOf = ({ workspaceId, flowId, nodeId, mode }: MemoryOwner) => [
  ...[workspaceId, flowId, nodeId, mode],
];

export async function readMemory(
  db: Db,
  owner: MemoryOwner,
  key: string,
): Promise<Json | undefined> {
  const { rows } = await db.query<{ value: Json }>({
    name: "memory_read",
    text: `SELECT value FROM step_memory WHERE ${ofOwner} AND key = $5 AND value IS NOT NULL`,
    values: [...idOf(owner), key],
  });
  return rows[0]?.value;
}

/** Writes a value, whoever has claimed the key. `json` is the value's text. */
export async function writeMemory(
  db: Db,
  owner: MemoryOwner,
  key: string,
  json: string,
): Promise<void> {
  await db.query({
    name: "memory_write",
    text: `INSERT INTO step_memory (workspace_id, flow_id, node_id, mode, key, value)
           VALUES ($1, $2, $3, $4, $5, $6::jsonb)
           ON CONFLICT (flow_id, node_id, mode, key)
           DO UPDATE SET value = excluded.value, updated_at = now()`,
    values: [...idOf(owner), key, json],
  });
}

export async function removeMemory(db: Db, owner: MemoryOwner, key: string): Promise<void> {
  await db.query({
    name: "memory_remove",
    text: `DELETE FROM step_memory WHERE ${ofOwner} AND key = $5`,
    values: [...idOf(owner), key],
  });
}

/**
 * Claims a key for a value: in one statement, so that of several at once one gets it. What the key has
 * counts as the value that a standing claim is about to give it.
 */
export async function claimMemory(
  db: Db,
  owner: MemoryOwner,
  key: string,
  json: string,
  holder: string,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "memory_claim",
    text: `INSERT INTO step_memory AS m (workspace_id, flow_id, node_id, mode, key, claim, holder, held_at)
           VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, now())
           ON CONFLICT (flow_id, node_id, mode, key)
           DO UPDATE SET claim = excluded.claim, holder = excluded.holder, held_at = now()
           WHERE m.workspace_id = excluded.workspace_id AND (
             (m.holder = excluded.holder AND (m.held_at IS NOT NULL OR m.value = excluded.claim))
             OR excluded.claim IS DISTINCT FROM CASE
               WHEN m.held_at > now() - make_interval(mins => $8) THEN m.claim ELSE m.value END)`,
    values: [...idOf(owner), key, json, holder, claimMinutes],
  });
  return rowCount === 1;
}

/** Makes the claim of this holder the key's value; a newer claim stays what it is. */
export async function keepMemory(
  db: Db,
  owner: MemoryOwner,
  key: string,
  holder: string,
): Promise<void> {
  await db.query({
    name: "memory_keep",
    text: `UPDATE step_memory SET value = claim, claim = NULL, held_at = NULL, updated_at = now()
           WHERE ${ofOwner} AND key = $5 AND holder = $6 AND held_at IS NOT NULL`,
    values: [...idOf(owner), key, holder],
  });
}

/** Takes a claim back; a key that never had a value is gone again. */
export async function releaseMemory(
  db: Db,
  owner: MemoryOwner,
  key: string,
  holder: string,
): Promise<void> {
  const values = [...idOf(owner), key, holder];
  const held = `${ofOwner} AND key = $5 AND holder = $6 AND held_at IS NOT NULL`;
  await db.query({
    name: "memory_release_new",
    text: `DELETE FROM step_memory WHERE ${held} AND value IS NULL`,
    values,
  });
  await db.query({
    name: "memory_release",
    text: `UPDATE step_memory SET claim = NULL, holder = '', held_at = NULL WHERE ${held}`,
    values,
  });
}

/** How many keys a step has, counted up to `most`. */
export async function countMemory(db: Db, owner: MemoryOwner, most: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: "memory_count",
    text: `SELECT count(*)::int AS count FROM
             (SELECT 1 FROM step_memory WHERE ${ofOwner} LIMIT $5) AS keys`,
    values: [...idOf(owner), most],
  });
  return rows[0]?.count ?? 0;
}
