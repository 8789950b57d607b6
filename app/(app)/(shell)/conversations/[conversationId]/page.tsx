import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ConversationPage } from "#components/conversations/conversation-page.tsx";
import { pageActor } from "#lib/access/page.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";
import { answer, closeConversation, handBack, removeConversation, takeOver } from "../actions.ts";

export const metadata: Metadata = { title: "Conversation" };

export default async function OneConversationPage({
  params,
}: {
  params: Promise<{ conversationId: string }>;
}) {
  const actor = await pageActor("conversations.read");
  const { conversationId } = await params;
  const conversation = await services()
    .conversations.get(actor, conversationId)
    .catch((error: unknown) => {
      if (isPatchbayError(error) && error.code === "conversation_not_found") notFound();
      throw error;
    });
  return (
    <ConversationPage
      initial={conversation}
      userId={actor.userId}
      canAnswer={isPermitted(actor.role, "conversations.answer")}
      actions={{ takeOver, handBack, close: closeConversation, remove: removeConversation, answer }}
    />
  );
}
