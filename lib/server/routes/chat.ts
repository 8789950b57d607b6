import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ChatEvent, ChatService } from "#lib/chat/contract.ts";
import { conversationTokens } from "#lib/chat/conversation-token.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import { accentLook } from "#lib/workspace/accent-look.ts";
import type { WorkspaceService } from "#lib/workspace/contract.ts";
import { type ChatLimits, createChatLimiter } from "./chat-limits.ts";
import { admitOrigin, answerPreflight, foreignOrigin } from "./chat-origins.ts";
import { registerChatUpload } from "./chat-upload.ts";
import { createFailureLog, type RouteLog } from "./failure-log.ts";
import { problemOf, problemType } from "./problem-reply.ts";
import { createSseHub } from "./sse.ts";
import { registerWidgetScript } from "./widget-script.ts";

export type ChatServices = {
  chat: Pick<ChatService, "open" | "send" | "upload" | "messages" | "subscribe" | "allowedOrigins">;
  flows: Pick<FlowStore, "liveBySlug">;
  workspace: Pick<WorkspaceService, "chatLook">;
  settings: { baseUrl: string };
};

export type ChatRouteOptions = {
  limits?: Partial<ChatLimits>;
  /** Between two signs of life on a stream, in ms. Default 15,000. */
  heartbeatMs?: number;
  /** Default: the server's own log. */
  log?: RouteLog;
  /** Hears the code of every request that was turned away for load or a stop. */
  onShed?: (code: string) => void;
};

/** In bytes; the longest message is 4,000 characters. */
const bodyLimit = 64 * 1024;
/** Streams of one conversation in this process, as with several tabs; one more ends the oldest. */
const streamsEach = 8;

const slugParams = z.strictObject({ slug: z.string().min(1).max(200) });
const afterQuery = z.strictObject({
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
});
const newConversation = z.strictObject({ contactToken: z.string().max(200).nullish() });
const newMessage = z.strictObject({
  clientId: z.string().min(1).max(64),
  // Longer texts reach the service, which says so by name.
  text: z.string().trim(),
  value: z.string().max(500).nullish(),
  file: z.string().max(3_000).nullish(),
});

/**
 * The public chat, in front of Next. `POST /chat/api/:slug/conversations` opens a conversation, with the
 * `contactToken` of an earlier one in its body where there is one; the new conversation's
 * token, as `Authorization: Bearer`, is all that the rest takes: `POST` and `GET /chat/api/messages`,
 * `POST /chat/api/files?name=` with a file as its body while one is asked for, and the event stream `GET /chat/api/stream`. Also serves the widget's script and the colour of its
 * button, `GET /chat/api/:slug/look`.
 */
export function registerChatRoutes(
  app: FastifyInstance,
  services: ChatServices,
  options: ChatRouteOptions = {},
): void {
  const { chat, flows, workspace, settings } = services;
  const note = createFailureLog({
    log: options.log ?? app.log,
    message: "a chat request failed",
    onShed: options.onShed,
  });

  app.register(async (scope) => {
    if (!scope.hasDecorator("createRateLimit")) await scope.register(rateLimit, { global: false });
    const limiter = createChatLimiter(scope, options.limits);
    const sse = createSseHub(scope, options.heartbeatMs);
    const streams = new Map<string, Set<{ close(): void }>>();

    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      "application/json",
      { parseAs: "string" },
      scope.getDefaultJsonParser("error", "error"),
    );
    scope.setErrorHandler((error, _request, reply) => {
      const problem = problemOf(error);
      note(error, problem);
      if (problem.retryAfterSeconds !== undefined) {
        reply.header("retry-after", problem.retryAfterSeconds);
      }
      return reply
        .code(problem.status)
        .header("cache-control", "no-store")
        .type(problemType)
        .send(JSON.stringify(problem.body));
    });
    registerWidgetScript(scope);
    scope.options("/chat/api/*", (request, reply) => answerPreflight(request, reply));

    scope.post("/chat/api/:slug/conversations", { bodyLimit }, async (request, reply) => {
      const { slug } = parse(slugParams, request.params);
      await limiter.open(request);
      const origin = foreignOrigin(request, settings.baseUrl);
      if (origin !== null) {
        const live = await flows.liveBySlug(slug);
        if (live !== null) admitOrigin(reply, origin, live.document.settings.chat.allowedOrigins);
      }
      const { contactToken } = parse(newConversation, request.body);
      return answer(reply.code(201), await chat.open(slug, contactToken ?? null));
    });

    // For the widget's button, on pages where the chat itself is not loaded yet.
    scope.get("/chat/api/:slug/look", async (request, reply) => {
      await limiter.read(request);
      const { slug } = parse(slugParams, request.params);
      const live = await flows.liveBySlug(slug);
      if (live === null) throw new UserError("not_found", "There is no such chat.");
      const origin = foreignOrigin(request, settings.baseUrl);
      admitOrigin(reply, origin, live.document.settings.chat.allowedOrigins);
      const { accent } = await workspace.chatLook(live.workspaceId);
      const look = accent === "" ? null : accentLook(accent, "light");
      return answer(reply, { color: look?.accent ?? null, onColor: look?.onAccent ?? null });
    });

    scope.post("/chat/api/messages", { bodyLimit }, async (request, reply) => {
      const token = await authorise(request, reply);
      await limiter.message(request, conversationTokens.hash(token));
      const { clientId, text, value, file } = parse(newMessage, request.body);
      if (text === "" && !file)
        throw new UserError("invalid_input", "text: Write something first.");
      const said = { clientId, text, value: value ?? null, file: file ?? null };
      const sent = await chat.send(token, said);
      return answer(reply.code(202), sent);
    });

    registerChatUpload(scope, async (request, reply, meta) => {
      const token = await authorise(request, reply);
      await limiter.upload(request, conversationTokens.hash(token));
      return answer(reply.code(201), await chat.upload(token, meta, request.raw));
    });

    scope.get("/chat/api/messages", async (request, reply) => {
      await limiter.read(request);
      const { after } = parse(afterQuery, request.query);
      const token = await authorise(request, reply);
      return answer(reply, { messages: await chat.messages(token, after) });
    });

    scope.get("/chat/api/stream", async (request, reply) => {
      await limiter.read(request);
      const { after } = parse(afterQuery, request.query);
      const token = await authorise(request, reply);
      await stream(request, reply, token, after);
    });

    /** The conversation's token, and whether the page that uses it may. */
    async function authorise(request: FastifyRequest, reply: FastifyReply): Promise<string> {
      const [scheme, token] = request.headers.authorization?.split(" ") ?? [];
      if (scheme?.toLowerCase() !== "bearer" || token === undefined || token.length > 200) {
        throw new UserError("invalid_token", "This request carries no conversation's token.", {
          next: "Open a conversation first, and send its token as Authorization: Bearer.",
        });
      }
      const origin = foreignOrigin(request, settings.baseUrl);
      if (origin !== null) admitOrigin(reply, origin, await chat.allowedOrigins(token));
      return token;
    }

    async function stream(
      request: FastifyRequest,
      reply: FastifyReply,
      token: string,
      after: number,
    ): Promise<void> {
      // What comes before the stream is open is kept: a refusal must still be able to be one.
      const early: ChatEvent[] = [];
      let write = (event: ChatEvent): void => {
        early.push(event);
      };
      const unsubscribe = await chat.subscribe(token, after, (event) => write(event));
      const events = sse.open(request, reply, corsHeaders(reply));
      events.onClose(unsubscribe);
      write = (event) =>
        events.send(event, event.type === "message" ? event.message.seq : undefined);
      for (const event of early) write(event);
      limitStreams(conversationTokens.hash(token), events);
    }

    function limitStreams(key: string, events: ReturnType<typeof sse.open>): void {
      const open = streams.get(key) ?? new Set();
      streams.set(key, open.add(events));
      events.onClose(() => {
        open.delete(events);
        if (open.size === 0) streams.delete(key);
      });
      const [oldest] = open;
      if (open.size > streamsEach) oldest?.close();
    }
  });
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  const message = issue?.message ?? "The request is not what was expected.";
  throw new UserError("invalid_input", where === "" ? message : `${where}: ${message}`);
}

function answer(reply: FastifyReply, value: object): FastifyReply {
  return reply
    .header("cache-control", "no-store")
    .type("application/json; charset=utf-8")
    .send(JSON.stringify(value));
}

function corsHeaders(reply: FastifyReply): { [name: string]: string } {
  const origin = reply.getHeader("access-control-allow-origin");
  return typeof origin === "string"
    ? { "access-control-allow-origin": origin, vary: "Origin" }
    : {};
}
