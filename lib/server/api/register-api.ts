import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { readInput } from "#lib/access/input-issues.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { httpStatusOf } from "#lib/errors/codes.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Services } from "#lib/server/services.ts";
import { fastifyRefusal } from "../routes/fastify-refusal.ts";
import { problemType } from "../routes/problem-reply.ts";
import { allowedMethods } from "./allowed-methods.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { answerOnce } from "./idempotency.ts";
import { describeApi } from "./openapi.ts";
import { referencePage } from "./reference-page.ts";

const root = "/api/v1";
const nothing = z.strictObject({});
/** A body's size, in bytes: the largest flow document, and some. */
const bodyLimit = 5_000_000;

export type ApiOptions = {
  pool: Pool;
  /** Requests of one key in a minute. Default 600. */
  perMinute?: number;
};

/**
 * `/api/v1`: the one way in for programs. A key, its scope and its maker's role, strict input, then the
 * work. Errors are problem+json (RFC 9457) with our codes.
 */
export async function registerApi(
  app: FastifyInstance,
  services: Services,
  { pool, perMinute = 600 }: ApiOptions,
): Promise<void> {
  await app.register(rateLimit, { global: false });
  const perKey = app.createRateLimit({
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => comingWith(request)?.keyId ?? request.ip,
  });
  const { baseUrl } = services.settings;
  const description = JSON.stringify(describeApi(endpoints, `${baseUrl}${root}`));
  app.get(`${root}/openapi.json`, (_request, reply) =>
    reply.type("application/json; charset=utf-8").send(description),
  );
  app.get(`${root}/docs`, (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", referencePage.policy)
      .send(referencePage.html(endpoints, `${baseUrl}${root}`)),
  );
  for (const each of endpoints) {
    app.route({
      method: each.method,
      url: `${root}${each.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
      bodyLimit,
      // Who asks is known before a body is read.
      onRequest: async (request, reply) => {
        try {
          withoutEmptyBody(request);
          await identify(request, reply);
        } catch (error) {
          await refuse(request, reply, error);
        }
      },
      errorHandler: (error, request, reply) => refuse(request, reply, error),
      handler: async (request, reply) => {
        try {
          return await serve(each, request, reply);
        } catch (error) {
          return await refuse(request, reply, error);
        }
      },
    });
  }

  await app.register(
    async (below) => {
      below.setNotFoundHandler((request, reply) => refuse(request, reply, unknown(request, reply)));
    },
    { prefix: root },
  );

  async function identify(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const [, key = ""] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    const caller = {
      ip: request.ip,
      userAgent: request.headers["user-agent"] ?? "",
      requestId: request.id,
    };
    const found = await services.apiKeys.actorOf(key, caller);
    if (found !== null) callers.set(request, found);
    const counted = await perKey(request);
    if (!counted.isAllowed) {
      reply.header("ratelimit-limit", counted.max);
      reply.header("ratelimit-remaining", counted.remaining);
      reply.header("ratelimit-reset", Math.ceil(counted.ttl / 1000));
      if (counted.isExceeded) {
        throw new UserError("rate_limited", "Too many requests with this key.", {
          retryAfterMs: counted.ttl,
        });
      }
    }
    if (found === null) {
      reply.header("www-authenticate", 'Bearer realm="Patchbay"');
      throw new UserError("invalid_token", "The API key is missing, wrong or no longer good.", {
        next: "Send it as “Authorization: Bearer pbk_…”. Keys are made under API keys in Patchbay.",
      });
    }
  }

  async function serve(
    each: AnyEndpoint,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const found = comingWith(request);
    if (found === undefined) throw new Error("a request without a caller was let through");
    const { actor, keyId } = found;
    requirePermission(actor, each.permission);
    const given = {
      params: readInput(each.params ?? nothing, request.params),
      query: readInput(each.query ?? nothing, request.query),
      body: each.body === undefined ? undefined : readInput(each.body, request.body ?? {}),
    };
    const idempotencyKey = request.headers["idempotency-key"];
    const work = () => workOn(each, actor, given);
    const { method, url } = request;
    const answer =
      typeof idempotencyKey === "string" && method !== "GET"
        ? await answerOnce(pool, { keyId, idempotencyKey, method, url, body: request.body }, () =>
            work().catch((error: unknown) => {
              // A refusal is an answer as well: the same request gets the same.
              const problem = problemFor(error, request.id);
              if (problem.status >= 500 || problem.status === 429) throw error;
              return { status: problem.status, body: JSON.stringify(problem) };
            }),
          )
        : { ...(await work()), replayed: false };
    reply
      .code(answer.status)
      .header("cache-control", "no-store")
      .header("x-request-id", request.id);
    if (answer.replayed) reply.header("idempotent-replayed", "true");
    if (answer.body === "") return reply.send();
    return reply
      .type(answer.status >= 400 ? problemType : "application/json; charset=utf-8")
      .send(answer.body);
  }

  async function workOn(
    each: AnyEndpoint,
    actor: Actor,
    given: { params: unknown; query: unknown; body: unknown },
  ): Promise<{ status: number; body: string }> {
    let status: number = each.status;
    const value = await each.work({
      ...given,
      ...{ actor, services, baseUrl },
      answerWith: (other) => {
        status = other;
      },
    });
    const body = each.answer === undefined ? "" : JSON.stringify(each.answer.parse(value));
    return { status, body };
  }

  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
  ): Promise<FastifyReply> {
    const known = fastifyRefusal(error) ?? error;
    if (!isPatchbayError(known)) request.log.error({ err: error }, "an API request failed");
    const problem = problemFor(known, request.id);
    const { retryAfterMs } = describeError(known);
    if (retryAfterMs !== undefined) reply.header("retry-after", Math.ceil(retryAfterMs / 1000));
    return reply
      .code(problem.status)
      .header("cache-control", "no-store")
      .header("x-request-id", request.id)
      .type(problemType)
      .send(JSON.stringify(problem));
  }
}

type Found = { keyId: string; actor: Actor };
const callers = new WeakMap<FastifyRequest, Found>();

function comingWith(request: FastifyRequest): Found | undefined {
  return callers.get(request);
}

const described = ["/openapi.json", "/docs"].map((path) => ({ method: "GET", path }));

/** What is asked for that the API does not have: a path, or a method of one that it has. */
function unknown(request: FastifyRequest, reply: FastifyReply): UserError {
  const [path = ""] = request.url.slice(root.length).split("?", 1);
  const allowed = allowedMethods([...endpoints, ...described], path);
  const next = `Every path and method is described at ${root}/docs.`;
  if (allowed.length === 0)
    return new UserError("not_found", "The API has nothing at this path.", { next });
  reply.header("allow", allowed.join(", "));
  return new UserError("method_not_allowed", `This path knows no ${request.method}.`, {
    next: `Use ${allowed.join(" or ")}. ${next}`,
  });
}

/** Clients that always name a type send it without a body too; there is nothing to read then. */
function withoutEmptyBody({ headers }: FastifyRequest): void {
  if (headers["transfer-encoding"] !== undefined) return;
  if ((headers["content-length"] ?? "0") === "0") delete headers["content-type"];
}

/** RFC 9457, with our stable code, what to do next, and each value that does not fit. */
function problemFor(error: unknown, requestId: string) {
  const { code, message, next, details } = describeError(error);
  return {
    type: "about:blank",
    title: message,
    status: httpStatusOf(code),
    code,
    ...(next !== undefined && { detail: next }),
    ...(Array.isArray(details?.issues) && { issues: details.issues }),
    ...(Array.isArray(details?.problems) && { problems: details.problems }),
    requestId,
  };
}
