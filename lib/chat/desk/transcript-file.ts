import type { ChatMessage } from "../contract.ts";
import type { Transcript } from "./contract.ts";

/** A transcript for reading; times are UTC. */
export function transcriptText({ conversation, messages }: Transcript): string {
  const { contactName, flowName, createdAt } = conversation;
  const head = [
    `Conversation with ${contactName}`,
    `Flow: ${flowName}`,
    `Begun: ${time(createdAt)} UTC`,
    `Number: ${conversation.id}`,
  ];
  const lines = messages.map((message) => {
    const who = message.direction === "in" ? contactName : (message.author ?? "Chatbot");
    return `[${time(message.at)}] ${who}: ${words(message).replaceAll("\n", "\n    ")}`;
  });
  return `${[...head, "", ...lines].join("\n")}\n`;
}

/** A transcript for programs. */
export function transcriptJson({ conversation, messages }: Transcript): string {
  const { id, flowId, flowName, state, contact, createdAt, lastMessageAt } = conversation;
  const said = messages.map(({ seq, direction, at, author, content }) => ({
    ...{ seq, direction, at, author: author ?? null, content },
  }));
  const whole = { id, flowId, flowName, state, contact, createdAt, lastMessageAt, messages: said };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function words({ content }: ChatMessage): string {
  const { text, image, file, buttons } = content;
  const parts = [
    text,
    image && `(picture: ${image.alt || image.url})`,
    file && `(file: ${file.name}, ${file.url})`,
    ...buttons.map(({ label }) => `(button: ${label})`),
  ];
  return parts.filter(Boolean).join("\n");
}

function time(at: string): string {
  return at.replace("T", " ").slice(0, 19);
}
