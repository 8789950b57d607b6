import type { Metadata } from "next";
import { ConversationList } from "#components/conversations/conversation-list.tsx";
import { pageActor } from "#lib/access/page.ts";

export const metadata: Metadata = { title: "Conversations" };

export default async function ConversationsPage() {
  await pageActor("conversations.read");
  return <ConversationList />;
}
