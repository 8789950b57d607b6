import type { MessageRow } from "#lib/db/chat/messages.ts";
import { fileRef } from "#lib/files/file-ref.ts";
import type { ChatContent } from "./content.ts";
import type { ChatMessage } from "./contract.ts";

const empty: ChatContent = { text: "", image: null, file: null, buttons: [], expects: null };

/** Before the visitor's own id of a message, in its dedupe key. */
export const incomingKeyPrefix = "in:";

/** A stored message as a chat window gets it. */
export function chatMessage(row: MessageRow): ChatMessage {
  const common = { seq: row.seq, direction: row.direction, at: row.at.toISOString() };
  if (row.direction === "in") {
    return {
      ...common,
      content: { ...empty, text: String(row.content.text ?? ""), file: sentFile(row.content.file) },
      nodeId: null,
      clientId: row.dedupeKey.slice(incomingKeyPrefix.length),
    };
  }
  // What was stored was a ChatContent; fields added since then get their empty value.
  const content = { ...empty, ...(row.content as Partial<ChatContent>) };
  const author = row.authorName === null ? {} : { author: firstName(row.authorName) };
  return { ...common, content, nodeId: row.nodeId, ...author };
}

function sentFile(stored: unknown): ChatContent["file"] {
  const file = fileRef.safeParse(stored).data;
  return file === undefined ? null : { url: file.url, name: file.name };
}

/** What a visitor gets to know of a member. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] || "Our team";
}
