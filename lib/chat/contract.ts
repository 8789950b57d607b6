import type { Actor } from "#lib/access/contract.ts";
import type { FileRef } from "#lib/files/file-ref.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type { ChatPort } from "#lib/nodes/contract.ts";
import type { ChatContent } from "./content.ts";

export type ChatMessage = {
  seq: number;
  direction: "in" | "out";
  content: ChatContent;
  at: string;
  nodeId: string | null;
  /** The first name of the person who wrote it in the flow's place. */
  author?: string;
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

/** What a visitor says. `file`: the address of a file that was taken in before. */
export type NewChatMessage = {
  clientId: string;
  text: string;
  value?: string | null;
  file?: string | null;
};

export type ChatService = {
  /**
   * Opens a conversation with a published flow. The token is shown once and authorises the rest.
   * `contactToken` is what an earlier conversation of the same browser was given, and is what to give
   * the next one: a new one when there is none or it is malformed.
   */
  open(
    slug: string,
    contactToken?: string | null,
  ): Promise<{
    conversationId: string;
    token: string;
    contactToken: string;
    title: string;
    greeting: string;
  }>;
  /** Opens a conversation with a draft, for the editor's preview. */
  openPreview(actor: Actor, flowId: string): Promise<{ conversationId: string; token: string }>;
  /**
   * Accepts a visitor's message; it is on disk when this resolves. The turn runs on at once if this
   * process holds the conversation's lease. `clientId` makes a repeated send harmless.
   */
  send(token: string, input: NewChatMessage): Promise<{ seq: number }>;
  /**
   * Takes a file in that the chatbot has just asked for; `NewChatMessage.file` then sends it. Throws
   * `file_not_expected`, `file_type_refused`, `file_too_large`, `storage_full`.
   */
  upload(
    token: string,
    meta: { name: string; type: string },
    source: AsyncIterable<Uint8Array>,
  ): Promise<FileRef>;
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
  /** The `contact` scope of a run; empty for a conversation that is gone. */
  contact(conversationId: string): Promise<JsonObject>;
  /**
   * Remembers values of the conversation's contact for later runs: texts of up to 2,000 characters,
   * numbers, true and false, under at most 50 names. A preview forgets them when it ends. Throws
   * `invalid_value` and `forbidden_key`.
   */
  rememberContact(conversationId: string, values: JsonObject): Promise<void>;
  /**
   * Hands the conversation to people: from now on its messages are kept, and no run hears of them.
   * `note` is for the people. Calling it again changes nothing but the note.
   */
  park(conversationId: string, note: string): Promise<void>;
  /** Gives the conversation back to its flow. What was said meanwhile stays unserved. */
  unpark(conversationId: string): Promise<void>;
  /** Says the flow's apology after an unhandled failure. */
  apologise(conversationId: string, runId: string, text: string): Promise<void>;
  /** For those who answer in a flow's place. */
  desk: ChatDesk;
  /** For programs that talk in a visitor's place. */
  relay: ChatRelay;
  stop(): Promise<void>;
};

/**
 * What a program does with conversations; who may is asked before. Ids that are not the workspace's are
 * `conversation_not_found`.
 */
export type ChatRelay = {
  /**
   * Opens a conversation with a published flow. `contact` is the program's own name for the person, by
   * which they are known again; null: somebody new.
   */
  open(target: LiveTarget, contact: string | null): Promise<{ conversationId: string }>;
  /** As `ChatService.send`. */
  send(
    workspaceId: string,
    conversationId: string,
    input: NewChatMessage,
  ): Promise<{ seq: number }>;
  /** As `ChatService.upload`. */
  upload(
    workspaceId: string,
    conversationId: string,
    meta: { name: string; type: string },
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<FileRef>;
  messages(workspaceId: string, conversationId: string, afterSeq: number): Promise<ChatMessage[]>;
  /** Hears messages after `afterSeq`, first those already stored. Returns unsubscribe. */
  subscribe(
    workspaceId: string,
    conversationId: string,
    afterSeq: number,
    listener: (event: ChatEvent) => void,
  ): Promise<() => void>;
};

/** What the members' side does with conversations; who may is asked before. */
export type ChatDesk = {
  /** Says something in a member's name. Null when the conversation is gone. */
  answer(
    conversationId: string,
    author: { id: string; name: string },
    answer: { clientId: string; text: string },
  ): Promise<{ seq: number } | null>;
  /** Hears the messages after `afterSeq`, and `onState` when somebody else answers from now on. */
  subscribe(
    conversationId: string,
    afterSeq: number,
    listener: (event: ChatEvent) => void,
    onState: () => void,
  ): Promise<() => void>;
  /** Cancels the runs that wait for somebody here; they end as `session_ended`. */
  endRuns(conversationId: string, reason: string): Promise<void>;
  /** Tells everybody who looks that the state has changed; `closed` ends the visitor's window. */
  changed(conversationId: string, closed?: boolean): void;
};
