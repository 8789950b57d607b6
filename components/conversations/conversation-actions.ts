import type { ActionResult } from "#lib/access/action-result.ts";

type OnConversation = (input: { conversationId: string }) => Promise<ActionResult<null>>;

export type ConversationActions = {
  takeOver: OnConversation;
  handBack: OnConversation;
  close: OnConversation;
  remove: OnConversation;
  answer(input: {
    conversationId: string;
    clientId: string;
    text: string;
  }): Promise<ActionResult<{ seq: number }>>;
};
