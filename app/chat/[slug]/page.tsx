import type { Metadata } from "next";
import { cache } from "react";
import { services } from "#lib/server/services.ts";
import { ChatNotFound } from "./chat-not-found.tsx";
import { PublicChat } from "./public-chat.tsx";

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ embed?: string | string[] }>;
};

/** The public chat of a published flow; with `?embed=1` inside the widget's frame. */
export default async function ChatPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const chat = await loadChat(slug);
  // The answer's status is 404 by then: it is set before anything is rendered.
  if (chat === null) {
    return <ChatNotFound words={(await services().workspace.closedText(slug)) ?? ""} />;
  }
  const { embed } = await searchParams;
  return <PublicChat slug={slug} embedded={embed === "1"} {...chat} />;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const chat = await loadChat((await params).slug);
  return {
    title: { absolute: chat?.title ?? "This chat is not available" },
    robots: { index: false },
  };
}

const loadChat = cache(async (slug: string) => {
  const live = await services().flows.liveBySlug(slug);
  if (live === null) return null;
  const { title, greeting } = live.document.settings.chat;
  const { chatName, ...look } = await services().workspace.chatLook(live.workspaceId);
  return { title: title || chatName || live.flowName, greeting, look };
});
