/** Opens a conversation with a published flow. Throws an Error with a sentence for the visitor. */
export async function openConversation(slug: string): Promise<string> {
  const response = await fetch(`/chat/api/${encodeURIComponent(slug)}/conversations`, {
    method: "POST",
  }).catch(() => undefined);
  if (response === undefined) throw new Error("No connection: your message was not sent.");
  const answer: unknown = await response.json().catch(() => null);
  if (typeof answer === "object" && answer !== null) {
    if (response.ok && "token" in answer && typeof answer.token === "string") return answer.token;
    if ("message" in answer && typeof answer.message === "string") throw new Error(answer.message);
  }
  throw new Error("This chat cannot be reached just now.");
}
