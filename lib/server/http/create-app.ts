import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { carryRequestIds, requestIds } from "../telemetry/request-context.ts";
import { answerHeaders } from "./page-security.ts";

/**
 * The routes in front of Next. It is driven by our own listener, through `app.routing`. Every answer
 * that a route sends gets the headers it did not set itself; routes that take the socket over, such
 * as webhooks, event streams and pages, set their own.
 */
export function createApp(options: {
  log: FastifyBaseLogger;
  trustProxy: boolean;
  /** Behind HTTPS: browsers are told to stay there. */
  https: boolean;
}): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.log,
    // A line a request would cost more than the request; what goes wrong is logged where it does.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy,
    genReqId: requestIds(options.trustProxy),
    // The log's lines carry the request by themselves.
    childLoggerFactory: (logger) => logger,
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
  });
  carryRequestIds(app);
  const headers = answerHeaders(options.https);
  app.addHook("onSend", (_request, reply, _payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
  return app;
}
