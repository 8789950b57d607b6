import type { ReactNode } from "react";
import { loadConversation } from "./load-conversation.ts";

type Props = { children: ReactNode; params: Promise<{ conversationId: string }> };

/** Before the loading state streams: from then on the answer's status would be 200, found or not. */
export default async function ConversationLayout({ children, params }: Props) {
  await loadConversation((await params).conversationId);
  return children;
}
