import type { FlowDocument } from "#lib/flow/document.ts";
import { emptyDocument } from "#lib/flow/empty-document.ts";
import { drawDocument } from "./draw-document.ts";

export type Starter = "chat" | "webhook" | "empty";

/** What a new flow begins with. */
export function starterDocument(starter: Starter): FlowDocument {
  if (starter === "empty") return emptyDocument();
  if (starter === "webhook") {
    return drawDocument({
      nodes: {
        webhook: {
          type: "webhook-trigger",
          name: "Webhook",
          at: [0, 0],
          config: { respond: "result" },
        },
        answer: {
          type: "respond",
          name: "Answer",
          at: [352, 0],
          config: { bodyJson: '{\n  "received": {{ trigger.body }}\n}' },
        },
      },
      edges: [["webhook", "done", "answer"]],
    });
  }
  return drawDocument({
    nodes: {
      chat: { type: "chat-trigger", name: "Visitor writes", at: [0, 0] },
      ask_name: {
        type: "ask-question",
        name: "Ask for the name",
        at: [352, 0],
        config: { question: "Hello! What is your name?", saveTo: "name" },
      },
      greet: {
        type: "send-message",
        name: "Greet",
        at: [704, 0],
        config: { text: "Nice to meet you, {{ vars.name }}." },
      },
    },
    edges: [
      ["chat", "done", "ask_name"],
      ["ask_name", "done", "greet"],
    ],
  });
}
