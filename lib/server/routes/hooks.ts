import type { IncomingMessage, ServerResponse } from "node:http";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowStore, LiveTarget } from "#lib/flow-store/contract.ts";
import type { RunService } from "#lib/runs/contract.ts";
import { Redactor } from "#lib/runs/redact.ts";
import { checkSender } from "#lib/webhooks/check-sender.ts";
import { eventIdOf, runIdOf } from "#lib/webhooks/event-id.ts";
import {
  acceptedAnswer,
  duplicateAnswer,
  guardHeaders,
  type HookAnswer,
  hookAnswer,
  lateAnswer,
} from "#lib/webhooks/hook-answer.ts";
import { type HookPayload, hookPayload } from "#lib/webhooks/hook-payload.ts";
import { type HookSettings, hookSettings } from "#lib/webhooks/hook-settings.ts";
import { readBody } from "#lib/webhooks/read-body.ts";
import { refuseLoop } from "#lib/webhooks/refuse-loop.ts";
import { createFailureLog, type RouteLog } from "./failure-log.ts";
import { problemOf, writeProblem } from "./problem-reply.ts";

export type HookServices = {
  flows: Pick<FlowStore, "liveByHook">;
  runs: Pick<RunService, "start" | "accept">;
  connections: Pick<ConnectionStore, "resolve">;
};

export type HookRouteOptions = {
  /** Default: the server's own log. */
  log?: RouteLog;
  /** Hears the code of every request that was turned away for load, a pause or a stop. */
  onShed?: (code: string) => void;
  /** How many unknown addresses one client may try in a minute. Default 60. */
  unknownPerMinute?: number;
};

type HookRequest = { Params: { hookId: string } };

/**
 * `/hooks/<id>`, for every method: starts the published flow behind the address. This path is hot:
 * it bypasses Fastify's parsing, validation and reply, and logs only what went wrong on our side; of what
 * is turned away under load, a line now and then.
 */
export function registerHookRoutes(
  app: FastifyInstance,
  services: HookServices,
  options: HookRouteOptions = {},
): void {
  const note = createFailureLog({
    log: options.log ?? app.log,
    message: "a webhook failed",
    onShed: options.onShed,
  });
  app.register(async (scope) => {
    if (!scope.hasDecorator("createRateLimit")) await scope.register(rateLimit, { global: false });
    const countUnknown = scope.createRateLimit({
      max: options.unknownPerMinute ?? 60,
      timeWindow: 60_000,
    });

    scope.all<HookRequest>("/hooks/:hookId", {
      // Taken over before Fastify looks at the body: it would refuse types that it cannot read.
      onRequest: (request, reply) => {
        reply.hijack();
        void serve(request, reply.raw);
      },
      handler: () => undefined,
    });

    async function serve(
      request: FastifyRequest<HookRequest>,
      response: ServerResponse,
    ): Promise<void> {
      try {
        const target = await services.flows.liveByHook(request.params.hookId);
        const settings = target === null ? null : hookSettings(target);
        if (target === null || settings === null) return await refuseUnknown(request, response);
        const raw = request.raw;
        if (!settings.methods.has(raw.method ?? "")) return refuseMethod(raw, response, settings);
        refuseLoop(raw.headers["patchbay-hops"]);
        const bytes = await readBody(raw);
        const { runs, connections } = services;
        const secret =
          settings.verification === undefined
            ? ""
            : await checkSender(connections, target.workspaceId, settings, raw.headers, bytes);
        const { hookId } = request.params;
        send(response, await runFlow(runs, { target, settings, hookId, secret }, raw, bytes));
      } catch (error) {
        fail(request.raw, response, error);
      }
    }

    async function refuseUnknown(request: FastifyRequest, response: ServerResponse): Promise<void> {
      const counted = await countUnknown(request);
      if (!counted.isAllowed && counted.isExceeded) {
        throw new UserError("rate_limited", "Too many requests to addresses that do not exist.", {
          retryAfterMs: counted.ttl,
        });
      }
      refuse(
        request.raw,
        response,
        new UserError("not_found", "There is no webhook at this address.", {
          next: "Check the address, and that its flow is published.",
        }),
      );
    }

    function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
      if (response.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      note(error, problemOf(error));
      refuse(request, response, error);
    }
  });
}

async function runFlow(
  runs: HookServices["runs"],
  hook: { target: LiveTarget; settings: HookSettings; hookId: string; secret: string },
  request: IncomingMessage,
  bytes: Buffer,
): Promise<HookAnswer> {
  const { target, settings, hookId, secret } = hook;
  const { verification } = settings;
  const secretHeader = verification?.scheme === "token" ? verification.header : undefined;
  const reading = hookPayload(request, bytes, new Date(), secretHeader);
  const read = reading instanceof Promise ? await reading : reading;
  const eventId = eventIdOf(verification, settings.eventIdHeader, request.headers, read.body);
  const payload = secret === "" ? read : withoutSecret(read, secret);
  const run = {
    target,
    triggerKind: "webhook",
    triggerNodeId: settings.nodeId,
    payload,
    // The same event names the same run, and that is taken in once.
    ...(eventId !== undefined && { runId: runIdOf(hookId, eventId) }),
  } as const;
  if (settings.respond !== "result") {
    // Somebody walks it soon; how it ends is in the run's history.
    const { runId } = await runs.accept(run);
    return acceptedAnswer(runId, settings.status);
  }
  const started = runs.start({ ...run, mode: "live", claim: eventId !== undefined });
  try {
    const result = await within(started.result, settings.timeoutMs);
    return result === null ? lateAnswer(started.runId, settings.timeoutMs) : hookAnswer(result);
  } catch (error) {
    if (!isPatchbayError(error) || error.code !== "duplicate_event") throw error;
    return duplicateAnswer(started.runId);
  }
}

/** Some senders repeat the secret in what they send; it would stand in the run's history. */
function withoutSecret(payload: HookPayload, secret: string): HookPayload {
  const redactor = new Redactor();
  redactor.add({ secret });
  return redactor.redact(payload);
}

/** Null when the promise has not settled in time; it is then left alone. */
function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ms);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

function refuseMethod(
  request: IncomingMessage,
  response: ServerResponse,
  settings: HookSettings,
): void {
  // RFC 9110, 15.5.6: the answer has to say what is allowed.
  const text = JSON.stringify({
    code: "method_not_allowed",
    message: `This webhook does not take ${request.method}.`,
    next: `Call it with ${settings.allow}.`,
  });
  dismiss(request, response);
  send(response, {
    status: 405,
    headers: { "content-type": "application/problem+json; charset=utf-8", allow: settings.allow },
    body: text,
  });
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  dismiss(request, response);
  writeProblem(response, problemOf(error), guardHeaders);
}

/** A body that nobody reads ends the connection, lest it be taken for the next request. */
function dismiss(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || request.readableEnded) return;
  if (request.headers["transfer-encoding"] !== undefined || hasLength(request)) {
    response.setHeader("connection", "close");
    request.resume();
  }
}

function hasLength(request: IncomingMessage): boolean {
  const length = request.headers["content-length"];
  return length !== undefined && length !== "0";
}

function send(response: ServerResponse, answer: HookAnswer): void {
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, {
    ...guardHeaders,
    "cache-control": "no-store",
    ...answer.headers,
    ...(!bodiless && { "content-length": Buffer.byteLength(answer.body) }),
  });
  response.end(bodiless ? undefined : answer.body);
}
