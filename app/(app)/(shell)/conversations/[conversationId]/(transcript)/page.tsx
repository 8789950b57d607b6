import type { Metadata } from "next";
import { ConversationPage } from "#components/conversations/conversation-page.tsx";
import { isPermitted } from "#lib/access/permissions.ts";
import {
  answer,
  closeConversation,
  handBack,
  removeConversation,
  takeOver,
} from "../../actions.ts";
import { loadConversation } from "../load-conversation.ts";

export const metadata: Metadata = { title: "Conversation" };

export default async function OneConversationPage({
  params,
}: {
  params: Promise<{ conversationId: string }>;
}) {
  const { actor, conversation } = await loadConversation((await params).conversationId);
  return (
    <ConversationPage
      initial={conversation}
      userId={actor.userId}
      canAnswer={isPermitted(actor.role, "conversations.answer")}
      actions={{ takeOver, handBack, close: closeConversation, remove: removeConversation, answer }}
    />
  );
}
