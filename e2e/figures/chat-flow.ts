import { drawClip } from "../driver/draw-clip.ts";
import { answerTo, question } from "./chat-visitor.ts";

/** Asks, repeats the answer, and asks again: each turn goes through a wait that is on disk. */
export function chatFlow(): string {
  return drawClip(
    {
      start: { type: "chat-trigger", name: "Chat" },
      ask: { type: "ask-question", name: "Ask", config: { question, saveTo: "said" } },
      repeat: {
        type: "send-message",
        name: "Repeat it",
        config: { text: answerTo("{{ vars.said }}") },
      },
    },
    ["start -> ask", "ask -> repeat", "repeat -> ask"],
  );
}
