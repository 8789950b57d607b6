import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";

/** What log lines carry beside what they say themselves. */
export type LogContext = { requestId?: string | undefined; runId?: string };

const storage = new AsyncLocalStorage<LogContext>();

/** Every log line written within `work`, however deep, carries these facts. */
export function inLogContext<T>(facts: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...facts }, work);
}

export function logContext(): LogContext {
  return storage.getStore() ?? {};
}

/** Letters, digits and a little more: safe in a header, a log line and a database. */
const safeId = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Names requests: by the `x-request-id` that a trusted proxy has given, when it is safe to repeat,
 * else anew. Whoever else sends one could pass for another's request in log and audit.
 */
export function requestIds(trustProxy: boolean): (request: IncomingMessage) => string {
  return (request) => {
    const sent = trustProxy ? request.headers["x-request-id"] : undefined;
    return typeof sent === "string" && safeId.test(sent) ? sent : randomUUID();
  };
}

/** Answers every request with its id, and has log lines carry it. Call before any route is added. */
export function carryRequestIds(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    // On the bare response: pages and streams are written past Fastify.
    reply.raw.setHeader("x-request-id", request.id);
    inLogContext({ requestId: request.id }, done);
  });
  // A body arrives in the socket's own context, in which ours is lost.
  app.addHook("preValidation", (request, _reply, done) => {
    inLogContext({ requestId: request.id }, done);
  });
}
