import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { UserError } from "#lib/errors/user-error.ts";
import type { Metrics } from "#lib/server/telemetry/create-metrics.ts";
import { problemOf, problemType } from "./problem-reply.ts";

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
/** A browser that was lured to our address by another name is no operator (DNS rebinding). */
const ownHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
/** Any of these: somebody else's request came through a proxy on this machine. */
const forwarding = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/**
 * GET /metrics for Prometheus: with `Authorization: Bearer <PATCHBAY_METRICS_TOKEN>`, or without from
 * this very machine.
 */
export async function registerMetricsRoute(
  app: FastifyInstance,
  options: { metrics: Metrics; token: string | undefined },
): Promise<void> {
  app.get("/metrics", async (request, reply) => {
    if (!hasToken(request, options.token) && !isFromHere(request)) {
      const refusal = problemOf(
        new UserError("invalid_token", "Metrics are for operators.", {
          next: "Send the token of PATCHBAY_METRICS_TOKEN as a bearer token.",
        }),
      );
      return reply
        .code(refusal.status)
        .headers({
          "content-type": problemType,
          "www-authenticate": "Bearer",
          "cache-control": "no-store",
        })
        .send(JSON.stringify(refusal.body));
    }
    const text = await options.metrics.text();
    return reply
      .headers({ "content-type": options.metrics.contentType, "cache-control": "no-store" })
      .send(text);
  });
}

function hasToken(request: FastifyRequest, token: string | undefined): boolean {
  const sent = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined || sent === undefined) return false;
  // Digests are of one length, whatever was sent.
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(sent), digest(token));
}

function isFromHere(request: FastifyRequest): boolean {
  return (
    loopback.has(request.socket.remoteAddress ?? "") &&
    ownHost.test(request.headers.host ?? "") &&
    !forwarding.some((name) => name in request.headers)
  );
}
