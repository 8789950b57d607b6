import type { IncomingMessage, ServerResponse } from "node:http";
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CallbackAddresses } from "#lib/callbacks/callback-addresses.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { CallbackRequest } from "#lib/nodes/contract.ts";
import type { RunService } from "#lib/runs/contract.ts";
import { guardHeaders } from "#lib/webhooks/hook-answer.ts";
import { hookPayload } from "#lib/webhooks/hook-payload.ts";
import { readBody } from "#lib/webhooks/read-body.ts";
import { askPage, callbackPageHeaders, toldPage } from "./callback-page.ts";
import { createFailureLog, type RouteLog } from "./failure-log.ts";
import { type Problem, problemOf, writeProblem } from "./problem-reply.ts";

export type CallbackServices = {
  callbacks: Pick<CallbackAddresses, "waitOf">;
  /**
   * Wakes the step that waits. `used`: somebody was there before. `expired`: its time is up, or its
   * run has ended. `unknown`: there is no such wait.
   */
  resumeCallback: RunService["resumeCallback"];
  /** Whether it could be woken, without doing it. */
  callbackState: RunService["callbackState"];
};

export type CallbackRouteOptions = {
  /** Default: the server's own log. */
  log?: RouteLog;
  /** Hears the code of every request that was turned away for load or a stop. */
  onShed?: (code: string) => void;
  /** How many unknown addresses one client may try in a minute. Default 60. */
  unknownPerMinute?: number;
  /** How long a call is held whose step has given its link away but is not waiting yet, in ms. Default 5,000. */
  patienceMs?: number;
};

type CallbackRoute = { Params: { "*": string } };

/** Told only to those whose link we have signed. */
const gone: Record<"used" | "expired", Problem> = {
  used: {
    status: 410,
    body: {
      code: "callback_used",
      message: "This link was used before: its answer has arrived.",
      next: "Each link works once. Ask for a new one to answer again.",
    },
    retryAfterSeconds: undefined,
  },
  expired: {
    status: 410,
    body: {
      code: "callback_expired",
      message: "This link has expired: nobody waits for its answer any more.",
      next: "Ask for a new one.",
    },
    retryAfterSeconds: undefined,
  },
};

/**
 * `/callbacks/<wait>.<signature>`: one-time links that wake a waiting step. POST and PUT use the link
 * up; GET only shows a page with a button that posts, because mail scanners and previews open every
 * link they see, or that the link has been used or has expired. Query and body are read as webhooks' are. People's browsers get pages, all others JSON.
 */
export function registerCallbackRoutes(
  app: FastifyInstance,
  services: CallbackServices,
  options: CallbackRouteOptions = {},
): void {
  const note = createFailureLog({
    log: options.log ?? app.log,
    message: "a callback failed",
    onShed: options.onShed,
  });
  app.register(async (scope) => {
    if (!scope.hasDecorator("createRateLimit")) await scope.register(rateLimit, { global: false });
    const countUnknown = scope.createRateLimit({
      max: options.unknownPerMinute ?? 60,
      timeWindow: 60_000,
    });

    // A wildcard: Fastify cuts named parameters off at 100 characters, and these are longer.
    scope.all<CallbackRoute>("/callbacks/*", {
      // Taken over before Fastify looks at the body: it would refuse types that it cannot read.
      onRequest: (request, reply) => {
        reply.hijack();
        void serve(request, reply.raw);
      },
      handler: () => undefined,
    });

    async function serve(
      request: FastifyRequest<CallbackRoute>,
      response: ServerResponse,
    ): Promise<void> {
      const { raw } = request;
      try {
        const waitId = services.callbacks.waitOf(request.params["*"]);
        if (waitId === null) return await refuseUnknown(request, response);
        if (raw.method === "GET" || raw.method === "HEAD") {
          const state = await services.callbackState(waitId);
          if (state === "unknown") return await refuseUnknown(request, response);
          if (state !== "open") return refuse(raw, response, gone[state]);
          return sendPage(response, 200, askPage(), raw.method === "HEAD");
        }
        if (raw.method !== "POST" && raw.method !== "PUT") return refuseMethod(raw, response);
        const arrived = callbackRequest(raw, await readBody(raw));
        const outcome = await resumeSoon(services, waitId, arrived, options.patienceMs ?? 5_000);
        if (outcome === "unknown") return await refuseUnknown(request, response);
        if (outcome !== "resumed") return refuse(raw, response, gone[outcome]);
        if (isPerson(raw)) {
          return sendPage(response, 200, toldPage("Thank you", "Your answer has arrived."));
        }
        send(response, 200, "application/json; charset=utf-8", JSON.stringify({ ok: true }));
      } catch (error) {
        fail(raw, response, error);
      }
    }

    async function refuseUnknown(request: FastifyRequest, response: ServerResponse): Promise<void> {
      const counted = await countUnknown(request);
      if (!counted.isAllowed && counted.isExceeded) {
        throw new UserError("rate_limited", "Too many requests to addresses that do not exist.", {
          retryAfterMs: counted.ttl,
        });
      }
      const error = new UserError("not_found", "There is nothing at this address.", {
        next: "Check that the link is complete.",
      });
      refuse(request.raw, response, problemOf(error));
    }

    function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
      if (response.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      const problem = problemOf(error);
      note(error, problem);
      refuse(request, response, problem);
    }
  });
}

/** The link is ours, so a wait that is not there may be about to be: its step sends the link first. */
async function resumeSoon(
  { resumeCallback }: Pick<CallbackServices, "resumeCallback">,
  waitId: string,
  arrived: CallbackRequest,
  patienceMs: number,
): ReturnType<RunService["resumeCallback"]> {
  const giveUpAt = performance.now() + patienceMs;
  for (let pauseMs = 50; ; pauseMs = Math.min(1_000, pauseMs * 2)) {
    const outcome = await resumeCallback(waitId, arrived);
    if (outcome !== "unknown" || performance.now() + pauseMs > giveUpAt) return outcome;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function callbackRequest(request: IncomingMessage, bytes: Buffer): CallbackRequest {
  // hookPayload gives exactly these five; its type is only wider.
  return hookPayload(request, bytes, new Date()) as CallbackRequest;
}

function refuseMethod(request: IncomingMessage, response: ServerResponse): void {
  // RFC 9110, 15.5.6: the answer has to say what is allowed.
  response.setHeader("allow", "GET, HEAD, POST, PUT");
  refuse(request, response, {
    status: 405,
    body: {
      code: "method_not_allowed",
      message: `This link does not take ${request.method}.`,
      next: "Call it with POST or PUT.",
    },
    retryAfterSeconds: undefined,
  });
}

function refuse(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  dismiss(request, response);
  if (!isPerson(request)) {
    writeProblem(response, problem, guardHeaders);
    return;
  }
  if (problem.retryAfterSeconds !== undefined) {
    response.setHeader("retry-after", problem.retryAfterSeconds);
  }
  const { message, next } = problem.body;
  const title = problem.status === 410 ? "This link no longer works" : "That did not work";
  const text = next === undefined ? message : `${message} ${next}`;
  sendPage(response, problem.status, toldPage(title, text), request.method === "HEAD");
}

/** Programs ask for anything or for JSON; browsers that show a page ask for HTML. */
function isPerson(request: IncomingMessage): boolean {
  return /\btext\/html\b/i.test(request.headers.accept ?? "");
}

/** A body that nobody reads ends the connection, lest it be taken for the next request. */
function dismiss(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || request.readableEnded) return;
  const length = request.headers["content-length"] ?? "0";
  if (request.headers["transfer-encoding"] === undefined && length === "0") return;
  response.setHeader("connection", "close");
  request.resume();
}

function sendPage(response: ServerResponse, status: number, html: string, bodiless = false): void {
  for (const [name, value] of Object.entries(callbackPageHeaders)) response.setHeader(name, value);
  send(response, status, "text/html; charset=utf-8", html, bodiless);
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  bodiless = false,
): void {
  for (const [name, value] of Object.entries(guardHeaders)) {
    if (!response.hasHeader(name)) response.setHeader(name, value);
  }
  response.writeHead(status, {
    "cache-control": "no-store",
    "content-type": contentType,
    "content-length": Buffer.byteLength(body),
  });
  response.end(bodiless ? undefined : body);
}
