import { storedContact } from "./stored-contact.ts";

/**
 * Opens a conversation with a published flow, as the visitor this browser had before. Returns the
 * conversation's token. Throws an Error with a sentence for the visitor.
 */
export async function openConversation(slug: string): Promise<string> {
  const response = await fetch(`/chat/api/${encodeURIComponent(slug)}/conversations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ contactToken: storedContact.read() }),
  }).catch(() => undefined);
  if (response === undefined) throw new Error("No connection: your message was not sent.");
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer === "object" && answer !== null) {
    if (response.ok && "token" in answer && typeof answer.token === "string") {
      if ("contactToken" in answer && typeof answer.contactToken === "string") {
        storedContact.write(answer.contactToken);
      }
      return answer.token;
    }
    if ("message" in answer && typeof answer.message === "string") throw new Error(answer.message);
  }
  throw new Error("This chat cannot be reached just now.");
}
