import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

const query = z.object({ name: z.string().min(1).max(1_000).catch("file") });

/** Nothing is taken as a whole; how much is taken is decided by the question. In bytes. */
const mostBytes = 60_000_000;

/**
 * `POST /chat/api/files?name=`: the body is the file as it is, whatever its type. `take` reads it from the
 * request.
 */
export function registerChatUpload(
  app: FastifyInstance,
  take: (
    request: FastifyRequest,
    reply: FastifyReply,
    meta: { name: string; type: string },
  ) => Promise<FastifyReply>,
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Left unread, for whoever takes it in.
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.post("/chat/api/files", { bodyLimit: mostBytes }, (request, reply) => {
      const { name } = query.parse(request.query);
      return take(request, reply, { name, type: request.headers["content-type"] ?? "" });
    });
  });
}
