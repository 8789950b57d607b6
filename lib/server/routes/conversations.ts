import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { AccessService } from "#lib/access/contract.ts";
import { route } from "#lib/access/route.ts";
import type { ConversationDesk } from "#lib/chat/desk/contract.ts";
import { transcriptJson, transcriptText } from "#lib/chat/desk/transcript-file.ts";
import { createSseHub } from "./sse.ts";

export type ConversationServices = {
  access: Pick<AccessService, "actorFromCookies">;
  conversations: Pick<ConversationDesk, "list" | "waiting" | "get" | "subscribe" | "transcript">;
};

const id = z.string().min(1).max(80);
const params = z.strictObject({ conversationId: id });

/** Conversations as members see them: the list, one of them live, and its transcript as a file. */
export async function registerConversationRoutes(
  app: FastifyInstance,
  services: ConversationServices,
): Promise<void> {
  const hub = createSseHub(app);
  const { conversations } = services;
  const read = { method: "GET", permission: "conversations.read" } as const;

  route(app, services, {
    ...read,
    url: "/api/ui/conversations",
    query: z.strictObject({
      state: z.enum(["open", "parked", "closed"]).optional(),
      flowId: id.optional(),
      search: z.string().max(200).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).optional(),
    }),
    handler: (actor, { query }) => conversations.list(actor, query),
  });
  route(app, services, {
    method: "GET",
    permission: "conversations.answer",
    url: "/api/ui/conversations/waiting",
    handler: async (actor) => ({ waiting: await conversations.waiting(actor) }),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/conversations/:conversationId",
    params,
    handler: (actor, input) => conversations.get(actor, input.params.conversationId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/conversations/:conversationId/transcript",
    params,
    query: z.strictObject({ format: z.enum(["text", "json"]).default("text") }),
    handler: async (actor, input, _request, reply) => {
      const { conversationId } = input.params;
      const transcript = await conversations.transcript(actor, conversationId);
      const isJson = input.query.format === "json";
      const name = `conversation-${transcript.conversation.createdAt.slice(0, 10)}-${conversationId.replace(/[^\w-]/g, "").slice(-8)}`;
      reply
        .header("x-content-type-options", "nosniff")
        .header("content-disposition", `attachment; filename="${name}.${isJson ? "json" : "txt"}"`)
        .type(isJson ? "application/json; charset=utf-8" : "text/plain; charset=utf-8");
      return isJson ? transcriptJson(transcript) : transcriptText(transcript);
    },
  });
  route(app, services, {
    ...read,
    url: "/api/events/desk/:conversationId",
    params,
    handler: async (actor, input, request, reply) => {
      const { conversationId } = input.params;
      // Refused before the stream opens when the conversation is not this workspace's.
      await conversations.get(actor, conversationId);
      const stream = hub.open(request, reply);
      const unsubscribe = await conversations.subscribe(actor, conversationId, 0, (event) =>
        stream.send(event),
      );
      stream.onClose(unsubscribe);
    },
  });
}
