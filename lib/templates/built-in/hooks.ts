import type { JsonObject } from "#lib/flow/json.ts";
import type { DrawnNode } from "#lib/flow-store/draw-document.ts";
import { defineTemplate } from "./define-template.ts";
import { ask, choose, say } from "./parts.ts";

const products = { zapier: "Zapier", make: "Make.com", pabbly: "Pabbly" } as const;
type Product = keyof typeof products;

function hookSlot(product: Product, label: string) {
  return {
    ...{ ref: "connection-1", label, kinds: [product], required: true },
    help: `The address that ${products[product]} gives you for its webhook.`,
  };
}

const field = (name: string, value: string) => ({ name, value, type: "auto" });

/** A sending that is tried again three times, and given up after 50 seconds each. */
function send(product: Product, name: string, at: [number, number], config: JsonObject): DrawnNode {
  return {
    type: product,
    name,
    at,
    config: { timeoutSeconds: 40, ...config },
    connection: "connection-1",
    retries: 3,
    timeoutMs: 50_000,
  };
}

const lead = [
  field("name", "{{ vars.name }}"),
  field("email", "{{ vars.email }}"),
  field("request", "{{ vars.request }}"),
];

const askLead = {
  chat: { type: "chat-trigger", name: "Chat message", at: [0, 160] },
  ask_name: ask("Ask for the name", [352, 160], {
    question: "Hello! What is your name?",
    saveTo: "name",
  }),
  ask_email: ask("Ask for the e-mail", [704, 160], {
    question: "At which e-mail address can we reach you?",
    answerType: "email",
    saveTo: "email",
  }),
  ask_request: ask("Ask what it is about", [1056, 160], {
    question: "And what can we do for you?",
    saveTo: "request",
  }),
  give_up: say("Give up politely", [1056, 420], "Never mind. You can always write us an e-mail."),
} satisfies { [key: string]: DrawnNode };

const leadEdges: [string, string, string][] = [
  ["chat", "done", "ask_name"],
  ["ask_name", "done", "ask_email"],
  ["ask_name", "failed", "give_up"],
  ["ask_email", "done", "ask_request"],
  ["ask_email", "failed", "give_up"],
  ["ask_request", "failed", "give_up"],
];

/** Templates that work with Zapier, Make.com and Pabbly. */
export const hookTemplates = {
  "leads-to-zapier": defineTemplate({
    scope: "flow",
    name: "Leads to Zapier",
    summary:
      "Asks for name, e-mail and request, and hands them to a Zap; while it is down, for a day.",
    category: "sales",
    connections: [hookSlot("zapier", "Your Zap's webhook")],
    drawing: {
      nodes: {
        ...askLead,
        hand_over: send("zapier", "Hand over to Zapier", [1408, 160], {
          data: lead,
          keepTrying: "1-day",
        }),
        thanks: say("Thank them", [1760, 60], "Thank you, {{ vars.name }}. We will be in touch."),
        sorry: say(
          "Say sorry",
          [1760, 260],
          "That could not be handed on. Please write us an e-mail.",
        ),
      },
      edges: [
        ...leadEdges,
        ["ask_request", "done", "hand_over"],
        ["hand_over", "done", "thanks"],
        ["hand_over", "failed", "sorry"],
      ],
    },
  }),

  "make-decides": defineTemplate({
    scope: "flow",
    name: "Let a Make scenario decide",
    summary: "Sends a lead to Make, waits for its answer, and goes on by whether it is qualified.",
    category: "sales",
    connections: [hookSlot("make", "Your scenario's webhook")],
    drawing: {
      nodes: {
        ...askLead,
        decide: send("make", "Ask the scenario", [1408, 160], { data: lead, answer: "response" }),
        qualified: choose(
          "Qualified?",
          [1760, 60],
          [
            {
              id: "yes",
              name: "Qualified",
              left: "{{ nodes.decide.body.status }}",
              operator: "equals",
              right: "qualified",
            },
          ],
        ),
        soon: say("Promise a call", [2112, -40], "Wonderful! Somebody will call you today."),
        later: say("Thank them", [2112, 160], "Thank you! We will write to you."),
      },
      edges: [
        ...leadEdges,
        ["ask_request", "done", "decide"],
        ["decide", "done", "qualified"],
        ["decide", "failed", "later"],
        ["qualified", "yes", "soon"],
        ["qualified", "otherwise", "later"],
      ],
    },
  }),

  "send-to-zapier": defineTemplate({
    scope: "steps",
    name: "Send a contact to Zapier",
    summary: "Hands name and e-mail to a Zap, once for each address, and notes when it failed.",
    category: "sales",
    connections: [hookSlot("zapier", "Your Zap's webhook")],
    drawing: {
      nodes: {
        send: send("zapier", "Send to Zapier", [0, 0], {
          data: lead.slice(0, 2),
          sendWhen: "once",
          whom: "{{ vars.email }}",
        }),
        not_sent: note("not_sent", [352, 140]),
      },
      edges: [["send", "failed", "not_sent"]],
    },
  }),

  "ask-make": defineTemplate({
    scope: "steps",
    name: "Ask a Make scenario",
    summary: "Sends a request to Make and keeps what its “Webhook response” says.",
    category: "integration",
    connections: [hookSlot("make", "Your scenario's webhook")],
    drawing: {
      nodes: {
        ask: send("make", "Ask the scenario", [0, 0], {
          data: lead.slice(1, 2),
          answer: "response",
        }),
        keep: {
          type: "set-variables",
          name: "Keep the answer",
          at: [352, -60],
          config: {
            variables: [
              { name: "answer", type: "auto", value: "{{ nodes.ask.body }}", remember: false },
            ],
          },
        },
        not_sent: note("not_answered", [352, 140]),
      },
      edges: [
        ["ask", "done", "keep"],
        ["ask", "failed", "not_sent"],
      ],
    },
  }),

  "changes-to-pabbly": defineTemplate({
    scope: "steps",
    name: "Send changes to Pabbly",
    summary: "Hands a contact to a Pabbly workflow when its data is other than the last time.",
    category: "operations",
    connections: [hookSlot("pabbly", "Your workflow's webhook")],
    drawing: {
      nodes: {
        send: send("pabbly", "Send to Pabbly", [0, 0], {
          data: lead.slice(0, 2),
          sendWhen: "changed",
          whom: "{{ vars.email }}",
          keepTrying: "1-hour",
        }),
        not_sent: note("not_sent", [352, 140]),
      },
      edges: [["send", "failed", "not_sent"]],
    },
  }),
};

function note(name: string, at: [number, number]): DrawnNode {
  return {
    type: "set-variables",
    name: "Note that it failed",
    at,
    config: { variables: [{ name, type: "json", value: "true", remember: false }] },
  };
}
