import type { ServerResponse } from "node:http";
import { httpStatusOf } from "#lib/errors/codes.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { fastifyRefusal } from "./fastify-refusal.ts";

export type Problem = {
  status: number;
  body: { code: string; message: string; next?: string | undefined; runId?: string };
  retryAfterSeconds: number | undefined;
};

export const problemType = "application/problem+json; charset=utf-8";

/**
 * Anything thrown, as our HTTP surfaces answer it (RFC 9457, with `code`, `message` and `next`).
 * Fastify's own refusals get our codes; what is not ours to tell becomes `internal`.
 */
export function problemOf(error: unknown): Problem {
  const known = describeError(fastifyRefusal(error) ?? error);
  return {
    status: httpStatusOf(known.code),
    body: { code: known.code, message: known.message, next: known.next },
    retryAfterSeconds:
      known.retryAfterMs === undefined ? undefined : Math.ceil(known.retryAfterMs / 1000),
  };
}

/** Writes a problem on a bare response. */
export function writeProblem(
  response: ServerResponse,
  problem: Problem,
  headers: { [name: string]: string } = {},
): void {
  const text = JSON.stringify(problem.body);
  if (problem.retryAfterSeconds !== undefined) {
    response.setHeader("retry-after", problem.retryAfterSeconds);
  }
  response.writeHead(problem.status, {
    ...headers,
    "content-type": problemType,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}
