import type { Pool } from "pg";

export type KeptAnswer = { requestHash: string; status: number | null; body: string };

/** How long an answer is kept for a repeated request, and a request may take to be answered. */
const keptFor = "interval '24 hours'";
const abandonedAfter = "interval '5 minutes'";

/**
 * Notes that a request is being worked on. Returns what is known of an earlier one with the same key;
 * null when this is the first, or the earlier one is too old or was cut off.
 */
export async function beginAnswer(
  pool: Pool,
  keyId: string,
  idempotencyKey: string,
  requestHash: string,
): Promise<KeptAnswer | null> {
  const { rowCount } = await pool.query(
    `INSERT INTO api_answers (key_id, idempotency_key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (key_id, idempotency_key) DO UPDATE
       SET request_hash = $3, status = NULL, body = '', created_at = now()
       WHERE api_answers.created_at < now() - ${keptFor}
          OR (api_answers.status IS NULL AND api_answers.created_at < now() - ${abandonedAfter})`,
    [keyId, idempotencyKey, requestHash],
  );
  if (rowCount === 1) return null;
  const { rows } = await pool.query<KeptAnswer>(
    `SELECT request_hash AS "requestHash", status, body FROM api_answers
     WHERE key_id = $1 AND idempotency_key = $2`,
    [keyId, idempotencyKey],
  );
  return rows[0] ?? { requestHash, status: null, body: "" };
}

/** Keeps the answer for whoever asks again. */
export async function keepAnswer(
  pool: Pool,
  keyId: string,
  idempotencyKey: string,
  status: number,
  body: string,
): Promise<void> {
  await pool.query(
    "UPDATE api_answers SET status = $3, body = $4 WHERE key_id = $1 AND idempotency_key = $2",
    [keyId, idempotencyKey, status, body],
  );
}

/** Nothing was done: the same key may be tried again. */
export async function dropAnswer(pool: Pool, keyId: string, idempotencyKey: string): Promise<void> {
  await pool.query("DELETE FROM api_answers WHERE key_id = $1 AND idempotency_key = $2", [
    keyId,
    idempotencyKey,
  ]);
}

/** Takes away what nobody can ask for any more. */
export async function pruneAnswers(pool: Pick<Pool, "query">): Promise<void> {
  await pool.query(`DELETE FROM api_answers WHERE created_at < now() - ${keptFor}`);
}
