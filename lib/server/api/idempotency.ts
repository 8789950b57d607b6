import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { beginAnswer, dropAnswer, keepAnswer } from "#lib/db/api/answers.ts";
import { UserError } from "#lib/errors/user-error.ts";

export type Answered = { status: number; body: string; replayed: boolean };

type Request = {
  keyId: string;
  idempotencyKey: string;
  method: string;
  url: string;
  body: unknown;
};

/**
 * Does a request's work once for its Idempotency-Key: who asks again within a day gets the first
 * answer. What failed for no fault of the caller's may be tried again.
 *
 * @throws UserError `idempotency_mismatch` when the key came with another request,
 *   `request_under_way` while the first one is being worked on
 */
export async function answerOnce(
  pool: Pool,
  request: Request,
  work: () => Promise<{ status: number; body: string }>,
): Promise<Answered> {
  const { keyId, idempotencyKey } = request;
  if (idempotencyKey.length > 200) {
    throw new UserError("invalid_input", "The Idempotency-Key is longer than 200 characters.");
  }
  const hash = hashOf(request);
  const earlier = await beginAnswer(pool, keyId, idempotencyKey, hash);
  if (earlier !== null) {
    if (earlier.requestHash !== hash) {
      throw new UserError(
        "idempotency_mismatch",
        "This Idempotency-Key was used for another request.",
        { next: "Take a new key for each request, and the same one only to repeat it." },
      );
    }
    if (earlier.status === null) {
      throw new UserError("request_under_way", "The same request is being worked on.", {
        next: "Ask again in a moment.",
        retryAfterMs: 1_000,
      });
    }
    return { status: earlier.status, body: earlier.body, replayed: true };
  }
  let answer: { status: number; body: string };
  try {
    answer = await work();
  } catch (error) {
    await dropAnswer(pool, keyId, idempotencyKey);
    throw error;
  }
  if (answer.status >= 500 || answer.status === 429) await dropAnswer(pool, keyId, idempotencyKey);
  else await keepAnswer(pool, keyId, idempotencyKey, answer.status, answer.body);
  return { ...answer, replayed: false };
}

function hashOf({ method, url, body }: Request): string {
  return createHash("sha256")
    .update(JSON.stringify([method, url, body ?? null]))
    .digest("hex");
}
