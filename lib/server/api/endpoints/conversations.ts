import { randomUUID } from "node:crypto";
import { z } from "zod";
import { chatContent } from "#lib/chat/content.ts";
import type { ChatMessage, ChatRelay } from "#lib/chat/contract.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";
import { pageOf, pageQuery } from "../pages.ts";
import { flowId } from "./flows.ts";
import { liveTarget } from "./runs.ts";

const tag = "Conversations";
const conversationId = z.string().min(1).max(80).meta({ description: "A conversation's id." });
const params = z.strictObject({ conversationId });

const message = z
  .object({
    seq: z.number().int().meta({ description: "Grows within a conversation." }),
    direction: z
      .enum(["in", "out"])
      .meta({ description: "`in`: said by the visitor; `out`: by the flow, or a person." }),
    content: chatContent,
    at: z.string(),
    author: z.string().optional().meta({ description: "The person who answered." }),
  })
  .meta({ id: "Message" });

const conversation = z
  .object({
    id: z.string(),
    flowId: z.string(),
    flowName: z.string(),
    state: z
      .enum(["open", "parked", "closed"])
      .meta({ description: "`parked`: a person answers, or is waited for." }),
    contactName: z.string().meta({
      description: "A remembered name or address; else the `contact` it was opened with.",
    }),
    lastMessageAt: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: "Conversation" });

const saying = {
  text: z.string().max(4000).default(""),
  file: z
    .strictObject({
      name: z.string().min(1).max(255),
      type: z.string().max(150).default("application/octet-stream"),
      content: z.base64().max(4_700_000).meta({ description: "At most 3.5 MB; Base64." }),
    })
    .optional()
    .meta({ description: "When the flow has asked for a file: `expects` is `file`." }),
  value: z
    .string()
    .max(1000)
    .nullable()
    .default(null)
    .meta({ description: "Of the button that was pressed." }),
  clientId: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "Your own id of the message: sent twice, it is taken once." }),
  wait: z
    .boolean()
    .default(true)
    .meta({ description: "Answer when the flow has said what it has to say." }),
  waitSeconds: z.number().int().min(1).max(60).default(20),
};

const said = z.object({
  seq: z.number().int(),
  messages: z.array(message).meta({ description: "What came back until now." }),
  done: z
    .boolean()
    .meta({ description: "Whether the flow waits for the visitor; else read on later." }),
});

const write = { scope: "conversations:write", permission: "conversations.relay" } as const;
const read = { scope: "conversations:read", permission: "conversations.read" } as const;

export const conversationEndpoints: readonly AnyEndpoint[] = [
  endpoint({
    ...{ id: "openConversation", method: "POST", path: "/conversations", tag },
    summary: "Open a conversation",
    description: "With the live version of a flow that has a chat trigger.",
    ...{ ...write, status: 201 },
    body: z.strictObject({
      flowId,
      contact: z.string().trim().min(1).max(200).nullable().default(null).meta({
        description:
          "Your own id of the person, by which flows remember them. Members see it with the conversation.",
      }),
    }),
    answer: z.object({ id: z.string(), flowId: z.string() }),
    async work({ actor, services, body }) {
      const target = await liveTarget(services, actor, body.flowId);
      if (!target.document.nodes.some((node) => node.type === "chat-trigger" && !node.disabled)) {
        throw new UserError("no_trigger", "This flow has no chat trigger.", {
          next: "Add one and publish, or start the flow as a run.",
        });
      }
      const { conversationId: id } = await services.chat.relay.open(target, body.contact);
      return { id, flowId: target.flowId };
    },
  }),
  endpoint({
    ...{ id: "sendMessage", method: "POST", path: "/conversations/{conversationId}/messages" },
    ...{ tag, summary: "Say something", ...write, status: 200, params },
    description:
      "Takes the visitor's message in; with `wait`, answers with what the flow says to it.",
    body: z.strictObject(saying).refine(({ text, file }) => text !== "" || file !== undefined, {
      path: ["text"],
      message: "Write something, or send a file.",
    }),
    answer: said,
    async work({ actor, services, params: { conversationId: id }, body }) {
      const { text, value, clientId = randomUUID(), wait, waitSeconds } = body;
      const { relay } = services.chat;
      const file =
        body.file && (await relay.upload(actor.workspaceId, id, body.file, bytesOf(body.file)));
      const turn = wait ? await listen(relay, actor.workspaceId, id) : undefined;
      try {
        const { seq } = await relay.send(actor.workspaceId, id, {
          ...{ clientId, text, value, file: file?.url ?? null },
        });
        const done = (await turn?.over(waitSeconds * 1000)) ?? false;
        const messages = wait ? await outgoing(relay, actor.workspaceId, id, seq) : [];
        return { seq, messages, done };
      } finally {
        turn?.stop();
      }
    },
  }),
  endpoint({
    ...{ id: "listMessages", method: "GET", path: "/conversations/{conversationId}/messages" },
    ...{ tag, summary: "Read what was said", ...read, status: 200, params },
    description: "At most 1,000 messages; go on from the last one's `seq`.",
    query: z.strictObject({
      after: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .meta({ description: "Only messages with a greater `seq`." }),
    }),
    answer: z.object({ data: z.array(message) }),
    work: async ({ actor, services, params: { conversationId: id }, query }) => ({
      data: await services.chat.relay.messages(actor.workspaceId, id, query.after),
    }),
  }),
  endpoint({
    ...{ id: "listConversations", method: "GET", path: "/conversations", tag },
    summary: "List conversations",
    ...{ ...read, status: 200 },
    query: z.strictObject({
      ...pageQuery,
      flowId: flowId.optional(),
      state: z.enum(["open", "parked", "closed"]).optional(),
      search: z.string().max(200).optional(),
    }),
    answer: pageOf(conversation),
    async work({ actor, services, query }) {
      const { conversations, nextCursor } = await services.conversations.list(actor, query);
      return { data: conversations, nextCursor };
    },
  }),
  endpoint({
    ...{ id: "getConversation", method: "GET", path: "/conversations/{conversationId}", tag },
    summary: "Read a conversation's state",
    ...{ ...read, status: 200, params },
    answer: conversation,
    work: ({ actor, services, params: { conversationId: id } }) =>
      services.conversations.get(actor, id),
  }),
];

const bytesOf = ({ content }: { content: string }) => [Buffer.from(content, "base64")];

/** Past every message: nothing stored is read again. */
const nothingStored = 2_147_483_647;

/** Hears when the flow has begun to answer and has nothing more to say. */
async function listen(relay: ChatRelay, workspaceId: string, conversationId: string) {
  const ended = Promise.withResolvers<true>();
  let begun = false;
  const stop = await relay.subscribe(workspaceId, conversationId, nothingStored, (event) => {
    if (event.type === "closed") ended.resolve(true);
    if (event.type !== "typing") return;
    if (event.typing) begun = true;
    else if (begun) ended.resolve(true);
  });
  return {
    stop,
    /** False when it has not ended in time. */
    async over(ms: number): Promise<boolean> {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((done) => {
        timer = setTimeout(() => done(false), ms);
      });
      try {
        return await Promise.race([ended.promise, late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function outgoing(
  relay: ChatRelay,
  workspaceId: string,
  conversationId: string,
  afterSeq: number,
): Promise<ChatMessage[]> {
  const messages = await relay.messages(workspaceId, conversationId, afterSeq);
  return messages.filter(({ direction }) => direction === "out");
}
