import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { httpStatusOf } from "#lib/errors/codes.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { AccessService, Actor } from "./contract.ts";
import { readInput } from "./input-issues.ts";
import { type Permission, requirePermission } from "./permissions.ts";

const nothing = z.strictObject({});

type RouteOptions<Params extends z.ZodType, Query extends z.ZodType> = {
  method: "GET";
  url: string;
  permission: Permission;
  params?: Params;
  query?: Query;
  handler: (
    actor: Actor,
    input: { params: z.infer<Params>; query: z.infer<Query> },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<unknown>;
};

/**
 * The one way in for the browser's reads: somebody signed in, the permission, strict input, then
 * the work. Errors are answered as problem+json (RFC 9457) with our codes. Nothing is cached.
 */
export function route<
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
>(
  app: FastifyInstance,
  services: { access: Pick<AccessService, "actorFromCookies"> },
  options: RouteOptions<Params, Query>,
): void {
  const paramsSchema = options.params ?? nothing;
  const querySchema = options.query ?? nothing;
  app.route({
    method: options.method,
    url: options.url,
    handler: async (request, reply) => {
      try {
        const actor = await services.access.actorFromCookies(request.headers.cookie, {
          ip: request.ip,
          userAgent: request.headers["user-agent"] ?? "",
          requestId: request.id,
        });
        if (actor === null) throw new UserError("not_signed_in", "You are signed out.");
        requirePermission(actor, options.permission);
        const input = {
          params: readInput(paramsSchema, request.params) as z.infer<Params> /* by that schema */,
          query: readInput(querySchema, request.query) as z.infer<Query> /* by that schema */,
        };
        const value = await options.handler(actor, input, request, reply);
        if (reply.sent) return reply;
        return reply.header("cache-control", "no-store").send(value);
      } catch (error) {
        if (!isPatchbayError(error)) request.log.error({ err: error }, "a read failed");
        const { code, message, next } = describeError(error);
        const status = httpStatusOf(code);
        return reply
          .code(status)
          .header("content-type", "application/problem+json; charset=utf-8")
          .header("cache-control", "no-store")
          .send({ code, message, next, status });
      }
    },
  });
}
