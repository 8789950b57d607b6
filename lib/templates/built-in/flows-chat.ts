import { defineTemplate } from "./define-template.ts";
import { addressParameter, apiSlot, ask, callApi, choose, say, textParameter } from "./parts.ts";

/** Flow templates that talk to visitors. */
export const chatFlows = {
  "order-status": defineTemplate({
    scope: "flow",
    name: "Order status",
    summary: "Asks for the order number, looks it up in your shop and tells where the order is.",
    category: "chat",
    parameters: [
      addressParameter(
        "Address of your shop's API",
        "https://shop.example.com/api",
        "Orders are read from …/orders/1042, whose answer holds a status.",
      ),
    ],
    connections: [apiSlot("Your shop")],
    drawing: {
      nodes: {
        visitor_writes: { type: "chat-trigger", name: "Visitor writes", at: [0, 160] },
        ask_number: ask("Ask for the order number", [352, 160], {
          question: "Happy to look that up. What is your order number?",
          saveTo: "order_number",
        }),
        look_up: callApi("Look up the order", [704, 160], {
          url: "[[address]]/orders/{{ vars.order_number }}",
        }),
        which: choose(
          "Where is it?",
          [1056, 40],
          [
            {
              id: "shipped",
              name: "Shipped",
              left: "{{ nodes.look_up.body.status }}",
              operator: "equals",
              right: "shipped",
            },
          ],
        ),
        shipped: say(
          "It is on its way",
          [1408, 0],
          "Good news: order {{ vars.order_number }} is on its way to you.",
        ),
        in_work: say(
          "It is being worked on",
          [1408, 200],
          "Order {{ vars.order_number }} is “{{ nodes.look_up.body.status }}”. We write as soon as it leaves.",
        ),
        not_found: say(
          "Not found",
          [1056, 380],
          "I could not find order {{ vars.order_number }}. Please check the number, or write to us.",
        ),
      },
      edges: [
        ["visitor_writes", "done", "ask_number"],
        ["ask_number", "done", "look_up"],
        ["ask_number", "failed", "not_found"],
        ["look_up", "done", "which"],
        ["look_up", "failed", "not_found"],
        ["which", "shipped", "shipped"],
        ["which", "otherwise", "in_work"],
      ],
    },
  }),

  "lead-capture": defineTemplate({
    scope: "flow",
    name: "Lead capture",
    summary: "Asks for name, e-mail address and wish, and puts the lead into your CRM.",
    category: "sales",
    parameters: [
      addressParameter("Where your CRM takes new leads", "https://crm.example.com/api/leads"),
      textParameter(
        "thanks",
        "What to say at the end",
        "Thank you! We will be in touch within a day.",
      ),
    ],
    connections: [apiSlot("Your CRM")],
    drawing: {
      nodes: {
        visitor_writes: { type: "chat-trigger", name: "Visitor writes", at: [0, 160] },
        ask_name: ask("Ask for the name", [352, 160], {
          question: "Hello! Who am I talking to?",
          saveTo: "name",
        }),
        ask_email: ask("Ask for the e-mail", [704, 160], {
          question: "Nice to meet you, {{ vars.name }}. At which e-mail address can we reach you?",
          answerType: "email",
          saveTo: "email",
        }),
        ask_wish: ask("Ask what it is about", [1056, 160], {
          question: "And what can we do for you?",
          saveTo: "wish",
        }),
        save_lead: callApi("Save the lead", [1408, 160], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson:
            '{\n  "name": {{ vars.name }},\n  "email": {{ vars.email }},\n  "message": {{ vars.wish }},\n  "source": "chat"\n}',
        }),
        thanks: say("Thank them", [1760, 80], "[[thanks]]"),
        to_a_person: {
          type: "hand-over",
          name: "Hand over to a person",
          at: [1760, 320],
          config: {
            message: "One moment, somebody of us is taking over.",
            note: "The lead could not be saved: {{ vars.name }}, {{ vars.email }}, “{{ vars.wish }}”.",
          },
        },
        goodbye: say("Say goodbye", [2112, 320], "Anything else? Just write."),
      },
      edges: [
        ["visitor_writes", "done", "ask_name"],
        ["ask_name", "done", "ask_email"],
        ["ask_name", "failed", "goodbye"],
        ["ask_email", "done", "ask_wish"],
        ["ask_email", "failed", "goodbye"],
        ["ask_wish", "done", "save_lead"],
        ["ask_wish", "failed", "goodbye"],
        ["save_lead", "done", "thanks"],
        ["save_lead", "failed", "to_a_person"],
        ["to_a_person", "done", "goodbye"],
        ["to_a_person", "failed", "goodbye"],
        ["to_a_person", "timeout", "goodbye"],
      ],
    },
  }),

  "support-desk": defineTemplate({
    scope: "flow",
    name: "Support desk",
    summary:
      "During opening hours a person takes over; outside them, the request becomes a ticket.",
    category: "support",
    parameters: [
      addressParameter(
        "Where your help desk takes tickets",
        "https://help.example.com/api/tickets",
      ),
    ],
    connections: [apiSlot("Your help desk")],
    drawing: {
      nodes: {
        visitor_writes: { type: "chat-trigger", name: "Visitor writes", at: [0, 160] },
        ask_problem: ask("Ask what is wrong", [352, 160], {
          question: "I am sorry that something is wrong. What is it?",
          saveTo: "problem",
        }),
        ask_email: ask("Ask for the e-mail", [704, 160], {
          question: "At which e-mail address can we answer you?",
          answerType: "email",
          saveTo: "email",
        }),
        open: { type: "time", name: "Are we open?", at: [1056, 160] },
        to_a_person: {
          type: "hand-over",
          name: "Hand over to a person",
          at: [1408, 0],
          config: {
            message: "Thank you. Somebody of us is with you in a moment.",
            note: "{{ vars.email }}: {{ vars.problem }}",
          },
        },
        open_ticket: callApi("Open a ticket", [1408, 280], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson:
            '{\n  "email": {{ vars.email }},\n  "subject": "Chat request",\n  "text": {{ vars.problem }}\n}',
        }),
        noted: say(
          "Ticket opened",
          [1760, 200],
          "We are closed just now. I opened a ticket; you hear from us in the morning.",
        ),
        mishap: say(
          "Say sorry",
          [1760, 440],
          "We are closed just now, and the ticket could not be opened. Please write us an e-mail.",
        ),
        goodbye: say("Say goodbye", [1760, 0], "Was that all? Then have a good day."),
      },
      edges: [
        ["visitor_writes", "done", "ask_problem"],
        ["ask_problem", "done", "ask_email"],
        ["ask_problem", "failed", "mishap"],
        ["ask_email", "done", "open"],
        ["ask_email", "failed", "mishap"],
        ["open", "open", "to_a_person"],
        ["open", "closed", "open_ticket"],
        ["to_a_person", "done", "goodbye"],
        ["to_a_person", "failed", "mishap"],
        ["to_a_person", "timeout", "mishap"],
        ["open_ticket", "done", "noted"],
        ["open_ticket", "failed", "mishap"],
      ],
    },
  }),

  feedback: defineTemplate({
    scope: "flow",
    name: "Feedback survey",
    summary: "Asks for a mark from 1 to 5, asks those who are unhappy why, and keeps the answers.",
    category: "support",
    parameters: [
      addressParameter("Where the answers go", "https://api.example.com/feedback"),
      textParameter(
        "question",
        "The question",
        "How happy are you with us, from 1 (not at all) to 5 (very)?",
      ),
    ],
    connections: [apiSlot("Where the answers go")],
    drawing: {
      nodes: {
        visitor_writes: { type: "chat-trigger", name: "Visitor writes", at: [0, 160] },
        ask_mark: ask("Ask for a mark", [352, 160], {
          question: "[[question]]",
          answerType: "number",
          minimum: 1,
          maximum: 5,
          whole: true,
          saveTo: "mark",
        }),
        happy: choose(
          "Happy?",
          [704, 160],
          [{ id: "low", name: "3 or less", left: "{{ vars.mark }}", operator: "less", right: "4" }],
        ),
        ask_why: ask("Ask why", [1056, 40], {
          question: "Thank you for being open. What should we do better?",
          saveTo: "reason",
        }),
        no_reason: {
          type: "set-variables",
          name: "No reason needed",
          at: [1056, 300],
          config: { variables: [{ name: "reason", type: "text", value: "", remember: false }] },
        },
        keep: callApi("Keep the answer", [1408, 160], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson: '{\n  "mark": {{ vars.mark }},\n  "reason": {{ vars.reason }}\n}',
        }),
        thanks: say("Thank them", [1760, 80], "Thank you very much!"),
        still_thanks: say(
          "Thank them all the same",
          [1760, 300],
          "Thank you! Your answer will reach us.",
        ),
      },
      edges: [
        ["visitor_writes", "done", "ask_mark"],
        ["ask_mark", "done", "happy"],
        ["ask_mark", "failed", "still_thanks"],
        ["happy", "low", "ask_why"],
        ["happy", "otherwise", "no_reason"],
        ["ask_why", "done", "keep"],
        ["ask_why", "failed", "no_reason"],
        ["no_reason", "done", "keep"],
        ["keep", "done", "thanks"],
        ["keep", "failed", "still_thanks"],
      ],
    },
  }),
};
