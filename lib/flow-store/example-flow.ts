import type { FlowDocument } from "#lib/flow/document.ts";
import { drawDocument } from "./draw-document.ts";

export const exampleFlowName = "Example: table booking";

/**
 * The flow a new installation holds. It needs no account and no network, so it works at once: it
 * asks for a name and a party size, and answers by the rules of a small restaurant.
 */
export function exampleFlow(): FlowDocument {
  return drawDocument({
    nodes: {
      visitor_writes: { type: "chat-trigger", name: "Visitor writes", at: [0, 160] },
      ask_name: {
        type: "ask-question",
        name: "Ask for the name",
        at: [352, 160],
        config: {
          question: "Hi! I can book a table for you. What name may I use?",
          saveTo: "name",
        },
      },
      ask_guests: {
        type: "ask-question",
        name: "Ask how many",
        at: [704, 160],
        config: {
          question: "Thank you, {{ vars.name }}. For how many people?",
          answerType: "number",
          minimum: 1,
          maximum: 40,
          saveTo: "guests",
          invalidMessage: "Please give me a number from 1 to 40.",
        },
      },
      party_size: {
        type: "condition",
        name: "Big party?",
        at: [1056, 160],
        config: {
          branches: [
            {
              id: "big",
              name: "More than 8",
              when: {
                match: "all",
                rules: [{ left: "{{ vars.guests }}", operator: "greater", right: "8" }],
              },
            },
          ],
        },
      },
      big_party: {
        type: "send-message",
        name: "Hand to the team",
        at: [1408, 40],
        config: {
          text: "{{ vars.guests }} people: how nice! For parties this big our team calls you back within the hour.",
        },
      },
      booked: {
        type: "send-message",
        name: "Confirm",
        at: [1408, 280],
        config: {
          text: "Done, {{ vars.name }}: a table for {{ vars.guests }}. See you soon!",
          buttons: [{ label: "Book another table", action: "reply", value: "", url: "" }],
        },
      },
      give_up: {
        type: "send-message",
        name: "Give up politely",
        at: [1056, 440],
        config: { text: "I did not get that, sorry. Please call us and we will sort it out." },
      },
    },
    edges: [
      ["visitor_writes", "done", "ask_name"],
      ["ask_name", "done", "ask_guests"],
      ["ask_name", "failed", "give_up"],
      ["ask_guests", "done", "party_size"],
      ["ask_guests", "failed", "give_up"],
      ["party_size", "big", "big_party"],
      ["party_size", "otherwise", "booked"],
    ],
    note: {
      at: [0, -120],
      text: "This example is live. Press “Chat preview” to talk to this draft, or open its chat page from “Publish”. Change anything: visitors see it only after you publish again.",
    },
  });
}
