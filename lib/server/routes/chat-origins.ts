import type { FastifyReply, FastifyRequest } from "fastify";
import { UserError } from "#lib/errors/user-error.ts";

/**
 * The web origin a request comes from when it is not our own; null when it is, or when no browser
 * says so. Ours is the address the request was sent to, or the one the operator has set.
 */
export function foreignOrigin(request: FastifyRequest, baseUrl: string): string | null {
  const origin = request.headers.origin;
  if (origin === undefined) return null;
  if (URL.canParse(origin)) {
    const { host } = new URL(origin);
    if (host === request.host || origin === new URL(baseUrl).origin) return null;
  }
  return origin;
}

/** Lets a foreign origin read the answer, or refuses with `origin_refused` before anything is done. */
export function admitOrigin(
  reply: FastifyReply,
  origin: string | null,
  allowed: readonly string[],
): void {
  if (origin === null) return;
  if (!allowed.includes(origin)) {
    throw new UserError("origin_refused", "This chat may not be used from this website.", {
      next: "Add the website to the allowed origins in the flow's chat settings and publish it.",
    });
  }
  reply.header("access-control-allow-origin", origin);
  reply.header("vary", "Origin");
}

/**
 * Answers a preflight. It carries no token, so it cannot know the flow: it says what the routes take,
 * and each request's own answer decides whether that origin may read it (Fetch Standard, 3.3).
 */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const origin = request.headers.origin;
  if (origin !== undefined) {
    reply.header("access-control-allow-origin", origin);
    reply.header("vary", "Origin");
    reply.header("access-control-allow-methods", "GET, POST");
    reply.header("access-control-allow-headers", "authorization, content-type");
    reply.header("access-control-max-age", "600");
  }
  return reply.code(204).send();
}
