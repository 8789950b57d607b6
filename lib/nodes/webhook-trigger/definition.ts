import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { nameValueRows, numberSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import type { ListField } from "../fields.ts";
import { triggerPorts } from "../ports.ts";
import { readSample } from "../read-sample.ts";
import { sampleHeaders, sampleQuery } from "./sample-request.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const config = z.strictObject({
  methods: z.array(z.enum(methods)).max(5).default(["POST"]),
  respond: z.enum(["at-once", "result"]).default("at-once"),
  status: numberSetting({ min: 200, max: 299, fallback: 202 }),
  timeoutSeconds: numberSetting({ min: 1, max: 120, fallback: 30 }),
  sampleBody: z
    .string()
    .max(200_000)
    .default('{\n  "name": "Ada",\n  "email": "ada@example.com"\n}'),
  sampleQuery: nameValueRows().default([]),
  sampleHeaders: nameValueRows().default([]),
});

export type WebhookTriggerConfig = z.infer<typeof config>;

export const definition = {
  id: "webhook-trigger",
  version: 1,
  migrate: [],
  label: "Webhook",
  summary: "Starts the flow when another system calls its address.",
  category: "trigger",
  keywords: ["start", "http", "callback", "hook", "endpoint", "incoming request", "api"],
  icon: "M12 3v9 M8 8.5l4 4 4-4 M5 12v3a7 7 0 0 0 14 0v-3",
  trigger: "webhook",
  config,
  defaults: config.parse({}),
  fields: {
    address: {
      kind: "address",
      of: "hook",
      label: "Address",
      help: "Give this address to the system that should start the flow. It answers once the flow is published.",
    },
    respond: {
      kind: "select",
      label: "Answer",
      appearance: "segmented",
      options: [
        {
          value: "at-once",
          label: "At once",
          help: "Says “received” and runs the flow afterwards.",
        },
        { value: "result", label: "With the result", help: "Answers when the flow has finished." },
      ],
    },
    methods: {
      kind: "tags",
      label: "Accepted methods",
      itemLabel: "method",
      help: "Requests with another method are refused.",
      required: true,
      max: 5,
      options: methods,
    },
    sampleBody: {
      kind: "json",
      label: "Sample body",
      help: "Used for test runs, and to offer its fields as variables in later steps.",
    },
    sampleQuery: rows(
      "Sample query parameters",
      "parameter",
      "order",
      "What stands after the “?”.",
    ),
    sampleHeaders: rows(
      "Sample headers",
      "header",
      "x-signature",
      "Beside the content type. Without secrets: whoever opens the flow can read them.",
    ),
    status: {
      kind: "number",
      label: "Status code",
      help: "Sent when the request was received. 202 means accepted.",
      min: 200,
      max: 299,
      tab: "settings",
      showWhen: { field: "respond", in: ["at-once"] },
    },
    timeoutSeconds: {
      kind: "number",
      label: "Longest wait",
      help: "If the flow has not finished by then, the caller gets an error.",
      unit: "seconds",
      min: 1,
      max: 120,
      tab: "settings",
      showWhen: { field: "respond", in: ["result"] },
    },
  },
  ports: { in: false, out: triggerPorts },
  output: z.object({
    method: z.string().describe("HTTP method"),
    query: z.record(z.string(), jsonValue).describe("after the “?”"),
    headers: z.record(z.string(), z.string()).describe("HTTP headers"),
    body: jsonValue.describe("data of the request"),
    receivedAt: z.string(),
  }),
  sample: (raw) => ({
    method:
      Array.isArray(raw.methods) && typeof raw.methods[0] === "string" ? raw.methods[0] : "POST",
    query: sampleQuery(raw.sampleQuery),
    headers: sampleHeaders(raw.sampleHeaders),
    body: readSample(raw.sampleBody) ?? {},
    receivedAt: "2026-03-02T09:30:00.000Z",
  }),
  describe: (raw) =>
    raw.respond === "result"
      ? "When its address is called; answers *with the result*"
      : "When its address is called; answers *at once*",
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;

function rows(label: string, itemLabel: string, placeholder: string, help: string): ListField {
  return {
    kind: "list",
    label,
    help,
    itemLabel,
    appearance: "row",
    max: 50,
    newItem: { name: "", value: "", enabled: true },
    item: {
      enabled: { kind: "boolean", label: "On" },
      name: { kind: "text", label: "Name", placeholder },
      value: { kind: "text", label: "Value" },
    },
  };
}
