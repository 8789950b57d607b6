import type { FastifyInstance, FastifyRequest } from "fastify";
import { UserError } from "#lib/errors/user-error.ts";
import { counted } from "#lib/words/counted.ts";

/** How much a public chat takes in a minute; of files, in ten. */
export type ChatLimits = {
  /** New conversations of one client address. Default 60. */
  opens: number;
  /** Messages in one conversation. Default 60. */
  messages: number;
  /** Messages from one client address, which a whole office may share. Default 1,200. */
  messagesFromAddress: number;
  /** Files in one conversation. Default 10. */
  uploads: number;
  /** Files from one client address. Default 60. */
  uploadsFromAddress: number;
  /** Reads and stream connections of one client address. Default 1,200. */
  reads: number;
};

export type ChatLimiter = {
  open(request: FastifyRequest): Promise<void>;
  /** `key` stands for the conversation. */
  message(request: FastifyRequest, key: string): Promise<void>;
  /** `key` stands for the conversation. */
  upload(request: FastifyRequest, key: string): Promise<void>;
  read(request: FastifyRequest): Promise<void>;
};

const defaults: ChatLimits = {
  ...{ opens: 60, messages: 60, messagesFromAddress: 1200 },
  ...{ uploads: 10, uploadsFromAddress: 60, reads: 1200 },
};

/**
 * Counts requests in this process and refuses with `rate_limited` and the time to wait. Needs
 * `@fastify/rate-limit` on the scope.
 */
export function createChatLimiter(
  scope: FastifyInstance,
  limits: Partial<ChatLimits> = {},
): ChatLimiter {
  const { opens, messages, messagesFromAddress, uploads, uploadsFromAddress, reads } = {
    ...defaults,
    ...limits,
  };
  const timeWindow = 60_000;
  const openLimit = scope.createRateLimit({ max: opens, timeWindow });
  const addressLimit = scope.createRateLimit({ max: messagesFromAddress, timeWindow });
  const readLimit = scope.createRateLimit({ max: reads, timeWindow });
  const keys = new WeakMap<FastifyRequest, string>();
  const keyOf = (request: FastifyRequest) => keys.get(request) ?? request.ip;
  const filesTime = 10 * timeWindow;
  const fileLimit = scope.createRateLimit({
    ...{ max: uploads, timeWindow: filesTime, keyGenerator: keyOf },
  });
  const filesLimit = scope.createRateLimit({ max: uploadsFromAddress, timeWindow: filesTime });
  const conversationLimit = scope.createRateLimit({
    max: messages,
    timeWindow,
    keyGenerator: keyOf,
  });

  return {
    open: (request) => count(openLimit, request, "Too many new chats from your network."),
    async message(request, key) {
      keys.set(request, key);
      await count(addressLimit, request, "Too many messages from your network.");
      await count(conversationLimit, request, "You are writing faster than this chat can read.");
    },
    async upload(request, key) {
      keys.set(request, key);
      await count(filesLimit, request, "Too many files from your network.");
      await count(fileLimit, request, "Too many files in this chat.");
    },
    read: (request) => count(readLimit, request, "Too many requests from your network."),
  };
}

async function count(
  limit: ReturnType<FastifyInstance["createRateLimit"]>,
  request: FastifyRequest,
  message: string,
): Promise<void> {
  const seen = await limit(request);
  if (seen.isAllowed || !seen.isExceeded) return;
  throw new UserError("rate_limited", message, {
    next: `Try again in ${counted(Math.max(1, seen.ttlInSeconds), "second")}.`,
    retryAfterMs: seen.ttl,
  });
}
