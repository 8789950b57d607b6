import { randomUUID } from "node:crypto";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";

/** The routes in front of Next. It is driven by our own listener, through `app.routing`. */
export function createApp(options: {
  log: FastifyBaseLogger;
  trustProxy: boolean;
}): FastifyInstance {
  return Fastify({
    loggerInstance: options.log,
    disableRequestLogging: true,
    trustProxy: options.trustProxy,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
  });
}
