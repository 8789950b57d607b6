import type { Actor } from "#lib/access/contract.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ChatMessage } from "../contract.ts";

/** open: its flow answers; parked: it needs a person, or has one; closed: over. */
export type ConversationStatus = "open" | "parked" | "closed";

export type ConversationFilter = {
  state?: ConversationStatus | undefined;
  flowId?: string | undefined;
  /** Matches what was said, and what is remembered of the contact. */
  search?: string | undefined;
  cursor?: string | undefined;
  /** Default 50, at most 100. */
  limit?: number | undefined;
};

export type ConversationView = {
  id: string;
  flowId: string;
  flowName: string;
  mode: "live" | "test";
  state: ConversationStatus;
  /**
   * A remembered name or address; else what the program that opened it calls the contact, else a short
   * form of the contact's id.
   */
  contactName: string;
  assignee: { id: string; name: string } | null;
  /** The flow's word to the team. */
  note: string;
  /** `author`: the full name of the member who wrote it. */
  last: { text: string; direction: "in" | "out"; author: string | null } | null;
  lastMessageAt: string;
  createdAt: string;
  /** Since when the visitor waits for a person; null once one has answered the last message. */
  waitingSince: string | null;
  /** Messages of the visitor since a person last answered; 0 unless parked. */
  unread: number;
};

export type ConversationDetail = ConversationView & {
  /** What is known and remembered of the contact. */
  contact: JsonObject;
  /** Whether a flow goes on when the conversation is handed back. */
  flowWaits: boolean;
};

/** A message as members see it: with the full name of whoever wrote it. */
export type DeskEvent =
  | { type: "message"; message: ChatMessage }
  | { type: "typing"; typing: boolean }
  /** Who answers has changed: read the conversation again. */
  | { type: "state" };

export type Transcript = {
  conversation: ConversationDetail;
  messages: ChatMessage[];
};

/**
 * Conversations as members see them. Previews are listed while they need a person only. Reading takes
 * `conversations.read`, everything else `conversations.answer`; another workspace's conversation is
 * `conversation_not_found`. Acts are on record before they happen.
 */
export type ConversationDesk = {
  list(
    actor: Actor,
    filter: ConversationFilter,
  ): Promise<{ conversations: ConversationView[]; nextCursor: string | null; waiting: number }>;
  /** How many need a person that nobody has taken over, for those who may answer. */
  waiting(actor: Actor): Promise<number>;
  get(actor: Actor, conversationId: string): Promise<ConversationDetail>;
  /** Everything that was said. */
  transcript(actor: Actor, conversationId: string): Promise<Transcript>;
  /** Hears messages after `afterSeq`, first those already stored. Returns unsubscribe. */
  subscribe(
    actor: Actor,
    conversationId: string,
    afterSeq: number,
    listener: (event: DeskEvent) => void,
  ): Promise<() => void>;
  /** From now on this member answers, in place of the flow or of whoever did. Throws `chat_closed`. */
  takeOver(actor: Actor, conversationId: string): Promise<void>;
  /** Says something in the member's name. Throws `stale_write` unless they have taken it over. */
  answer(
    actor: Actor,
    conversationId: string,
    input: { clientId: string; text: string },
  ): Promise<{ seq: number }>;
  /** The flow answers again; a run that handed the conversation over goes on. */
  handBack(actor: Actor, conversationId: string): Promise<void>;
  /** Ends the conversation for the visitor, and the runs that wait in it. */
  close(actor: Actor, conversationId: string): Promise<void>;
  /** Deletes the conversation with everything that was said; its runs end, and stay. */
  remove(actor: Actor, conversationId: string): Promise<void>;
};
