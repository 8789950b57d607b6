import { randomUUID } from "node:crypto";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";

/** The routes in front of Next. It is driven by our own listener, through `app.routing`. */
export function createApp(options: {
  log: FastifyBaseLogger;
  trustProxy: boolean;
}): FastifyInstance {
  return Fastify({
    loggerInstance: options.log,
    // A line a request would cost more than the request; what goes wrong is logged where it does.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
  });
}
