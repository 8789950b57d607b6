import { defineTemplate } from "./define-template.ts";
import { addressParameter, apiSlot, callApi, textParameter } from "./parts.ts";

/** Flow templates that connect systems, without a chat. */
export const systemFlows = {
  "webhook-relay": defineTemplate({
    scope: "flow",
    name: "Pass a webhook on",
    summary: "Takes a webhook, brings its data into another shape and hands it to another system.",
    category: "integration",
    parameters: [addressParameter("Where it goes", "https://api.example.com/contacts")],
    connections: [apiSlot("The other system")],
    drawing: {
      nodes: {
        webhook: {
          type: "webhook-trigger",
          name: "Webhook",
          at: [0, 160],
          config: { respond: "result" },
        },
        pass_on: callApi("Pass it on", [352, 160], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson:
            '{\n  "full_name": {{ trigger.body.name }},\n  "email": {{ trigger.body.email }}\n}',
        }),
        taken: {
          type: "respond",
          name: "Say that it was taken",
          at: [704, 80],
          config: { bodyJson: '{\n  "ok": true\n}' },
        },
        refused: {
          type: "respond",
          name: "Say that it was not",
          at: [704, 300],
          config: {
            status: 502,
            bodyJson: '{\n  "ok": false,\n  "reason": {{ nodes.pass_on.error.message }}\n}',
          },
        },
        no_answer: {
          type: "stop",
          name: "No answer could be made",
          at: [1056, 200],
          config: { outcome: "failure", message: "The answer to the caller could not be made." },
        },
      },
      edges: [
        ["webhook", "done", "pass_on"],
        ["pass_on", "done", "taken"],
        ["pass_on", "failed", "refused"],
        ["taken", "failed", "no_answer"],
        ["refused", "failed", "no_answer"],
      ],
    },
  }),

  "daily-report": defineTemplate({
    scope: "flow",
    name: "Daily report",
    summary: "Reads a figure every morning and posts it to your team's channel.",
    category: "operations",
    parameters: [
      addressParameter(
        "Where the figure is read",
        "https://api.example.com/stats/today",
        "Its answer holds a number, “total”.",
      ),
      {
        key: "channel",
        label: "Address of the channel's incoming webhook",
        help: "Slack, Teams, Mattermost and Google Chat hand such an address out.",
        kind: "url",
        placeholder: "https://hooks.slack.com/services/…",
      },
      textParameter("title", "What the figure is called", "Orders today"),
    ],
    connections: [apiSlot("Where the figure is read")],
    drawing: {
      nodes: {
        every_morning: { type: "schedule-trigger", name: "Every morning", at: [0, 160] },
        read_figure: callApi("Read the figure", [352, 160], { url: "[[address]]" }),
        post: {
          ...callApi("Post it", [704, 60], {
            method: "POST",
            url: "[[channel]]",
            bodyType: "json",
            bodyJson: '{\n  "text": "[[title]]: {{ nodes.read_figure.body.total }}"\n}',
          }),
          connection: undefined,
        },
        tell: {
          ...callApi("Tell that it failed", [704, 300], {
            method: "POST",
            url: "[[channel]]",
            bodyType: "json",
            bodyJson:
              '{\n  "text": "[[title]] could not be read: {{ nodes.read_figure.error.message }}"\n}',
          }),
          connection: undefined,
        },
        not_posted: {
          type: "stop",
          name: "Channel not reached",
          at: [1056, 180],
          config: { outcome: "failure", message: "The channel could not be reached." },
        },
      },
      edges: [
        ["every_morning", "done", "read_figure"],
        ["read_figure", "done", "post"],
        ["read_figure", "failed", "tell"],
        ["post", "failed", "not_posted"],
        ["tell", "failed", "not_posted"],
      ],
    },
  }),

  "failure-alarm": defineTemplate({
    scope: "flow",
    name: "Failure alarm",
    summary: "Tells your team's channel when another flow fails.",
    category: "operations",
    parameters: [
      addressParameter(
        "Address of the channel's incoming webhook",
        "https://hooks.slack.com/services/…",
      ),
    ],
    drawing: {
      nodes: {
        a_flow_failed: { type: "error-trigger", name: "A flow failed", at: [0, 120] },
        post: {
          ...callApi("Tell the channel", [352, 120], {
            method: "POST",
            url: "[[address]]",
            bodyType: "json",
            bodyJson:
              '{\n  "text": "“{{ trigger.flow.name }}” failed: {{ trigger.error.message }}"\n}',
          }),
          connection: undefined,
        },
        not_posted: {
          type: "stop",
          name: "Channel not reached",
          at: [704, 260],
          config: { outcome: "failure", message: "The channel could not be reached." },
        },
      },
      edges: [
        ["a_flow_failed", "done", "post"],
        ["post", "failed", "not_posted"],
      ],
    },
  }),

  approval: defineTemplate({
    scope: "flow",
    name: "Approval by link",
    summary:
      "Asks a person for approval with a one-time link, and tells the other system the outcome.",
    category: "operations",
    parameters: [
      {
        key: "channel",
        label: "Address of the approvers' channel",
        help: "Its incoming webhook: Slack, Teams and others hand such an address out.",
        kind: "url",
        placeholder: "https://hooks.slack.com/services/…",
      },
      addressParameter("Where the outcome goes", "https://api.example.com/approvals"),
    ],
    connections: [apiSlot("Where the outcome goes")],
    drawing: {
      nodes: {
        webhook: { type: "webhook-trigger", name: "Something to approve", at: [0, 160] },
        wait: {
          type: "wait-for-callback",
          name: "Wait for the approval",
          at: [352, 160],
          config: { timeout: 2, timeoutUnit: "days" },
        },
        ask_channel: {
          ...callApi("Ask the approvers", [704, 320], {
            method: "POST",
            url: "[[channel]]",
            bodyType: "json",
            bodyJson:
              '{\n  "text": "{{ trigger.body.name }} asks for approval. To approve, open: {{ nodes.wait.url }}"\n}',
          }),
          connection: undefined,
        },
        not_asked: {
          type: "stop",
          name: "Nobody could be asked",
          at: [1056, 420],
          config: { outcome: "failure", message: "The approvers' channel could not be reached." },
        },
        approved: {
          type: "set-variables",
          name: "Approved",
          at: [704, 0],
          config: {
            variables: [{ name: "outcome", type: "text", value: "approved", remember: false }],
          },
        },
        too_late: {
          type: "set-variables",
          name: "Nobody answered",
          at: [704, 160],
          config: {
            variables: [{ name: "outcome", type: "text", value: "expired", remember: false }],
          },
        },
        tell: callApi("Tell the outcome", [1056, 80], {
          method: "POST",
          url: "[[address]]",
          bodyType: "json",
          bodyJson: '{\n  "name": {{ trigger.body.name }},\n  "outcome": {{ vars.outcome }}\n}',
        }),
        not_told: {
          type: "stop",
          name: "Outcome not told",
          at: [1408, 200],
          config: { outcome: "failure", message: "The outcome could not be handed on." },
        },
      },
      edges: [
        ["webhook", "done", "wait"],
        ["wait", "link", "ask_channel"],
        ["wait", "done", "approved"],
        ["wait", "timeout", "too_late"],
        ["ask_channel", "failed", "not_asked"],
        ["approved", "done", "tell"],
        ["too_late", "done", "tell"],
        ["tell", "failed", "not_told"],
      ],
    },
  }),

  "list-sync": defineTemplate({
    scope: "flow",
    name: "Copy a list every hour",
    summary: "Reads a list from one system and hands every entry to another, five at a time.",
    category: "integration",
    parameters: [
      addressParameter(
        "Where the list is read",
        "https://api.example.com/contacts",
        "Its answer is a list, or holds one as “items”.",
      ),
      {
        key: "target",
        label: "Where each entry goes",
        kind: "url",
        placeholder: "https://crm.example.com/api/contacts",
      },
    ],
    connections: [
      apiSlot("Where the list is read"),
      { ...apiSlot("Where the entries go"), ref: "connection-2" },
    ],
    drawing: {
      nodes: {
        every_hour: {
          type: "schedule-trigger",
          name: "Every hour",
          at: [0, 160],
          config: { schedule: { mode: "interval", every: 1, unit: "hours" } },
        },
        read_list: callApi("Read the list", [352, 160], { url: "[[address]]" }),
        entries: {
          type: "for-each",
          name: "For each entry",
          at: [704, 60],
          config: {
            list: "{{ nodes.read_list.body.items | default: nodes.read_list.body }}",
            mode: "at-once",
            atOnce: 5,
            whenOneFails: "go-on",
          },
        },
        hand_on: {
          ...callApi("Hand it on", [1056, 60], {
            method: "PUT",
            url: "[[target]]/{{ loop.item.id }}",
            bodyType: "json",
            bodyJson: "{{ loop.item }}",
          }),
          connection: "connection-2",
        },
        skipped: {
          type: "set-variables",
          name: "Note what failed",
          at: [1408, 160],
          config: {
            variables: [
              { name: "last_skipped", type: "text", value: "{{ loop.item.id }}", remember: false },
            ],
          },
        },
        not_read: {
          type: "stop",
          name: "List not read",
          at: [704, 320],
          config: { outcome: "failure", message: "The list could not be read." },
        },
      },
      edges: [
        ["every_hour", "done", "read_list"],
        ["read_list", "done", "entries"],
        ["read_list", "failed", "not_read"],
        ["entries", "each", "hand_on"],
        ["hand_on", "failed", "skipped"],
      ],
    },
  }),
};
