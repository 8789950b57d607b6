import { notFound } from "next/navigation";
import { cache } from "react";
import { pageActor } from "#lib/access/page.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { services } from "#lib/server/services.ts";

/** The conversation of this address, read once a request; the page that says so when there is none. */
export const loadConversation = cache(async (conversationId: string) => {
  const actor = await pageActor("conversations.read");
  const conversation = await services()
    .conversations.get(actor, conversationId)
    .catch((error: unknown) => {
      if (isPatchbayError(error) && error.code === "conversation_not_found") notFound();
      throw error;
    });
  return { actor, conversation };
});
