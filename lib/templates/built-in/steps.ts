import { defineTemplate } from "./define-template.ts";
import { addressParameter, apiSlot, ask, callApi, choose, say, textParameter } from "./parts.ts";

/** Steps to add to a flow. */
export const stepTemplates = {
  "contact-details": defineTemplate({
    scope: "steps",
    name: "Ask for contact details",
    summary: "Name, e-mail address and phone number, each checked, with a way out.",
    category: "chat",
    drawing: {
      nodes: {
        ask_name: ask("Ask for the name", [0, 0], {
          question: "What is your name?",
          saveTo: "name",
        }),
        ask_email: ask("Ask for the e-mail", [352, 0], {
          question: "Thank you, {{ vars.name }}. And your e-mail address?",
          answerType: "email",
          saveTo: "email",
        }),
        ask_phone: ask("Ask for the phone number", [704, 0], {
          question: "At which phone number can we reach you?",
          answerType: "phone",
          saveTo: "phone",
        }),
        thanks: say("Thank them", [1056, 0], "Thank you, {{ vars.name }}."),
        give_up: say(
          "Give up politely",
          [704, 240],
          "Never mind. You can always write us an e-mail.",
        ),
      },
      edges: [
        ["ask_name", "done", "ask_email"],
        ["ask_name", "failed", "give_up"],
        ["ask_email", "done", "ask_phone"],
        ["ask_email", "failed", "give_up"],
        ["ask_phone", "done", "thanks"],
        ["ask_phone", "failed", "give_up"],
      ],
    },
  }),

  "rate-us": defineTemplate({
    scope: "steps",
    name: "Ask for a mark",
    summary: "From 1 to 5, with one path for those who are happy and one for the others.",
    category: "chat",
    parameters: [textParameter("question", "The question", "How did we do, from 1 to 5?")],
    drawing: {
      nodes: {
        ask_mark: ask("Ask for a mark", [0, 0], {
          question: "[[question]]",
          answerType: "number",
          minimum: 1,
          maximum: 5,
          whole: true,
          saveTo: "mark",
        }),
        happy: choose(
          "Happy?",
          [352, 0],
          [{ id: "yes", name: "4 or 5", left: "{{ vars.mark }}", operator: "greater", right: "3" }],
        ),
        thanks: say("Thank them", [704, -80], "Thank you, that is good to hear!"),
        sorry: say("Say sorry", [704, 120], "Thank you for being open. We will do better."),
      },
      edges: [
        ["ask_mark", "done", "happy"],
        ["ask_mark", "failed", "thanks"],
        ["happy", "yes", "thanks"],
        ["happy", "otherwise", "sorry"],
      ],
    },
  }),

  "look-up-contact": defineTemplate({
    scope: "steps",
    name: "Look up a contact",
    summary: "Searches your CRM by e-mail address and goes on by whether somebody was found.",
    category: "sales",
    parameters: [
      addressParameter(
        "Where contacts are searched",
        "https://crm.example.com/api/contacts",
        "Called with ?email=…; its answer is a list.",
      ),
      textParameter("email", "E-mail address to look for", "{{ vars.email }}"),
    ],
    connections: [apiSlot("Your CRM")],
    drawing: {
      nodes: {
        search: callApi("Search the CRM", [0, 0], {
          url: "[[address]]",
          query: [{ name: "email", value: "[[email]]", enabled: true }],
        }),
        found: choose(
          "Found?",
          [352, 0],
          [
            {
              id: "yes",
              name: "Found",
              left: "{{ nodes.search.body | size }}",
              operator: "greater",
              right: "0",
            },
          ],
        ),
        keep: {
          type: "set-variables",
          name: "Keep the contact",
          at: [704, -80],
          config: {
            variables: [
              {
                name: "contact_found",
                type: "auto",
                value: "{{ nodes.search.body | first }}",
                remember: false,
              },
            ],
          },
        },
        nobody: {
          type: "set-variables",
          name: "Nobody known",
          at: [704, 160],
          config: {
            variables: [{ name: "contact_found", type: "json", value: "null", remember: false }],
          },
        },
      },
      edges: [
        ["search", "done", "found"],
        ["search", "failed", "nobody"],
        ["found", "yes", "keep"],
        ["found", "otherwise", "nobody"],
      ],
    },
  }),

  "create-ticket": defineTemplate({
    scope: "steps",
    name: "Open a ticket",
    summary: "Puts a request into your help desk and tells the visitor its number.",
    category: "support",
    parameters: [
      addressParameter(
        "Where your help desk takes tickets",
        "https://help.example.com/api/tickets",
        "Its answer holds the ticket's “id”.",
      ),
      textParameter("subject", "Subject", "Request from the chat"),
      textParameter("text", "What it says", "{{ vars.problem }}"),
    ],
    connections: [apiSlot("Your help desk")],
    drawing: {
      nodes: {
        open_ticket: callApi("Open a ticket", [0, 0], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson: '{\n  "subject": "[[subject]]",\n  "text": "[[text]]"\n}',
        }),
        tell_number: say(
          "Tell the number",
          [352, -80],
          "Done: your ticket has the number {{ nodes.open_ticket.body.id }}.",
        ),
        sorry: say(
          "Say sorry",
          [352, 140],
          "The ticket could not be opened just now. Please try again later.",
        ),
      },
      edges: [
        ["open_ticket", "done", "tell_number"],
        ["open_ticket", "failed", "sorry"],
      ],
    },
  }),

  "post-to-channel": defineTemplate({
    scope: "steps",
    name: "Post to a channel",
    summary: "Writes a line into Slack, Teams, Mattermost or Google Chat by its incoming webhook.",
    category: "operations",
    parameters: [
      addressParameter(
        "Address of the channel's incoming webhook",
        "https://hooks.slack.com/services/…",
      ),
      textParameter("text", "What it says", "Somebody new: {{ vars.name }}"),
    ],
    drawing: {
      nodes: {
        post: {
          ...callApi("Post to the channel", [0, 0], {
            method: "POST",
            url: "[[address]]",
            bodyType: "json",
            bodyJson: '{\n  "text": "[[text]]"\n}',
          }),
          connection: undefined,
        },
        not_posted: {
          type: "set-variables",
          name: "Note that it failed",
          at: [352, 140],
          config: {
            variables: [{ name: "posted", type: "json", value: "false", remember: false }],
          },
        },
      },
      edges: [["post", "failed", "not_posted"]],
    },
  }),

  "office-hours": defineTemplate({
    scope: "steps",
    name: "Office hours",
    summary: "Goes on while you are open, and tells visitors when you are not.",
    category: "support",
    parameters: [
      textParameter(
        "closed",
        "What to say while you are closed",
        "We are closed just now. We are here from Monday to Friday, 9 to 17.",
      ),
    ],
    drawing: {
      nodes: {
        open: { type: "time", name: "Are we open?", at: [0, 0] },
        welcome: say("Welcome", [352, -80], "Good to have you here. How can we help?"),
        closed: say("Tell the hours", [352, 120], "[[closed]]"),
      },
      edges: [
        ["open", "open", "welcome"],
        ["open", "closed", "closed"],
      ],
    },
  }),

  "try-again-later": defineTemplate({
    scope: "steps",
    name: "Try again later",
    summary: "Calls an API, and once more after a while when it did not answer.",
    category: "integration",
    parameters: [
      addressParameter("Address to call", "https://api.example.com/orders"),
      { key: "minutes", label: "Minutes to wait", kind: "number", initial: "10" },
    ],
    connections: [apiSlot("The API")],
    drawing: {
      nodes: {
        first_try: callApi("Call it", [0, 0], { url: "[[address]]" }),
        wait: {
          type: "delay",
          name: "Wait a while",
          at: [352, 140],
          config: { mode: "variable", amountText: "[[minutes]]", unit: "minutes" },
        },
        second_try: callApi("Call it again", [704, 140], { url: "[[address]]" }),
        no_answer: {
          type: "set-variables",
          name: "No answer",
          at: [1056, 260],
          config: {
            variables: [{ name: "answered", type: "json", value: "false", remember: false }],
          },
        },
      },
      edges: [
        ["first_try", "failed", "wait"],
        ["wait", "done", "second_try"],
        ["second_try", "failed", "no_answer"],
      ],
    },
  }),

  "ask-for-approval": defineTemplate({
    scope: "steps",
    name: "Ask for approval",
    summary: "Posts a one-time link to a channel and waits until somebody opens it.",
    category: "operations",
    parameters: [
      addressParameter(
        "Address of the channel's incoming webhook",
        "https://hooks.slack.com/services/…",
      ),
      textParameter("what", "What is to be approved", "A refund"),
    ],
    drawing: {
      nodes: {
        wait: {
          type: "wait-for-callback",
          name: "Wait for the approval",
          at: [0, 0],
          config: { timeout: 1, timeoutUnit: "days" },
        },
        post: {
          ...callApi("Post the link", [352, 140], {
            method: "POST",
            url: "[[address]]",
            bodyType: "json",
            bodyJson: '{\n  "text": "[[what]] waits for approval: {{ nodes.wait.url }}"\n}',
          }),
          connection: undefined,
        },
        approved: {
          type: "set-variables",
          name: "Approved",
          at: [352, -200],
          config: {
            variables: [{ name: "approved", type: "json", value: "true", remember: false }],
          },
        },
        too_late: {
          type: "set-variables",
          name: "Nobody answered",
          at: [352, -30],
          config: {
            variables: [{ name: "approved", type: "json", value: "false", remember: false }],
          },
        },
        not_posted: {
          type: "stop",
          name: "Nobody could be asked",
          at: [704, 240],
          config: { outcome: "failure", message: "The channel could not be reached." },
        },
      },
      edges: [
        ["wait", "link", "post"],
        ["wait", "done", "approved"],
        ["wait", "timeout", "too_late"],
        ["post", "failed", "not_posted"],
      ],
    },
  }),

  "each-of-a-list": defineTemplate({
    scope: "steps",
    name: "Do it for each of a list",
    summary:
      "Hands every entry of a list to an API, some at a time, and goes on with the rest when one fails.",
    category: "integration",
    parameters: [
      textParameter("list", "The list", "{{ trigger.body }}"),
      addressParameter("Where each entry goes", "https://api.example.com/contacts"),
    ],
    connections: [apiSlot("The API")],
    drawing: {
      nodes: {
        each: {
          type: "for-each",
          name: "For each entry",
          at: [0, 0],
          config: { list: "[[list]]", mode: "at-once", atOnce: 5, whenOneFails: "go-on" },
        },
        send: callApi("Send the entry", [352, 0], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson: "{{ loop.item }}",
        }),
        failed: {
          type: "set-variables",
          name: "Note what failed",
          at: [704, 120],
          config: {
            variables: [
              { name: "last_failure", type: "text", value: "{{ loop.index }}", remember: false },
            ],
          },
        },
      },
      edges: [
        ["each", "each", "send"],
        ["send", "failed", "failed"],
      ],
    },
  }),
};
