import type { Actor } from "#lib/access/contract.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ChatPort } from "#lib/nodes/contract.ts";
import type { ChatContent } from "./content.ts";

export type ChatMessage = {
  seq: number;
  direction: "in" | "out";
  content: ChatContent;
  at: string;
  nodeId: string | null;
  /** On the visitor's own messages: the id it was sent with, to match it with what is shown already. */
  clientId?: string;
};

/** What a chat window hears over SSE. `typing` is true while a run works on an answer. */
export type ChatEvent =
  | { type: "message"; message: ChatMessage }
  | { type: "typing"; typing: boolean }
  /** In a preview only: why nothing was answered. */
  | { type: "notice"; text: string }
  | { type: "closed" };

export type ChatService = {
  /** Opens a conversation with a published flow. The token is shown once and authorises the rest. */
  open(
    slug: string,
  ): Promise<{ conversationId: string; token: string; title: string; greeting: string }>;
  /** Opens a conversation with a draft, for the editor's preview. */
  openPreview(actor: Actor, flowId: string): Promise<{ conversationId: string; token: string }>;
  /**
   * Accepts a visitor's message; it is on disk when this resolves. The turn runs on at once if this
   * process holds the conversation's lease. `clientId` makes a repeated send harmless.
   */
  send(
    token: string,
    input: { clientId: string; text: string; value?: string | null },
  ): Promise<{ seq: number }>;
  messages(token: string, afterSeq: number): Promise<ChatMessage[]>;
  /** Hears messages after `afterSeq`, first those already stored. Returns unsubscribe. */
  subscribe(
    token: string,
    afterSeq: number,
    listener: (event: ChatEvent) => void,
  ): Promise<() => void>;
  /** Web origins, beside our own, from which this conversation's flow may be used. */
  allowedOrigins(token: string): Promise<string[]>;
  /** For steps of a run: the way to speak in a conversation. */
  portFor(conversationId: string, runId: string, nodeId: string, idempotencyKey: string): ChatPort;
  contact(conversationId: string): Promise<JsonObject>;
  /** Says the flow's apology after an unhandled failure. */
  apologise(conversationId: string, runId: string, text: string): Promise<void>;
  stop(): Promise<void>;
};
