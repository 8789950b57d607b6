import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { nameValueRows, numberSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import type { ListField } from "../fields.ts";
import { triggerPorts } from "../ports.ts";
import { readSample } from "../read-sample.ts";
import { sampleHeaders, sampleQuery } from "./sample-request.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** What needs a secret to check a request with. */
const signed = ["standard", "github", "stripe", "hmac", "token"] as const;
const headerName = z
  .string()
  .trim()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~\dA-Za-z-]*$/, "This is not a header name.");

const config = z.strictObject({
  methods: z.array(z.enum(methods)).max(5).default(["POST"]),
  respond: z.enum(["at-once", "result"]).default("at-once"),
  status: numberSetting({ min: 200, max: 299, fallback: 202 }),
  timeoutSeconds: numberSetting({ min: 1, max: 120, fallback: 30 }),
  verify: z.enum(["none", ...signed]).default("none"),
  signatureHeader: headerName.default("X-Signature"),
  signatureEncoding: z.enum(["hex", "base64"]).default("hex"),
  timestampHeader: headerName.default(""),
  tokenHeader: headerName.default("X-Webhook-Token"),
  eventIdHeader: headerName.default(""),
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
  connection: { kinds: ["signing-secret"], required: true, when: { field: "verify", in: signed } },
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
    verify: {
      kind: "select",
      label: "Who may call",
      help: "Checked before anything else. Requests that do not prove where they come from are refused.",
      options: [
        {
          value: "none",
          label: "Whoever knows the address",
          help: "Nothing is checked. Treat the address like a password.",
        },
        {
          value: "standard",
          label: "Signed: Standard Webhooks",
          help: "The webhook-signature header, as many newer services send it.",
        },
        {
          value: "github",
          label: "Signed: like GitHub",
          help: "The X-Hub-Signature-256 header, over the body.",
        },
        {
          value: "stripe",
          label: "Signed: like Stripe",
          help: "The Stripe-Signature header, over time and body.",
        },
        {
          value: "hmac",
          label: "Signed: another header",
          help: "HMAC-SHA-256 in a header you name.",
        },
        {
          value: "token",
          label: "With a secret in a header",
          help: "For senders that cannot sign, such as most no-code tools.",
        },
      ],
    },
    signatureHeader: {
      kind: "text",
      label: "Signature header",
      placeholder: "X-Signature",
      help: "“sha256=” before the signature is fine.",
      required: true,
      showWhen: { field: "verify", in: ["hmac"] },
    },
    signatureEncoding: {
      kind: "select",
      label: "Written as",
      appearance: "segmented",
      options: [
        { value: "hex", label: "Hexadecimal" },
        { value: "base64", label: "Base64" },
      ],
      showWhen: { field: "verify", in: ["hmac"] },
    },
    timestampHeader: {
      kind: "text",
      label: "Time header",
      placeholder: "X-Timestamp",
      help: "If the sender signs “time.body”: where the time stands, in seconds. Requests older than 5 minutes are refused then.",
      showWhen: { field: "verify", in: ["hmac"] },
    },
    tokenHeader: {
      kind: "text",
      label: "Header",
      placeholder: "X-Webhook-Token",
      help: "Holds the secret itself; “Bearer” before it is fine.",
      required: true,
      showWhen: { field: "verify", in: ["token"] },
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
    eventIdHeader: {
      kind: "text",
      label: "Event id header",
      placeholder: "Idempotency-Key",
      help: "A sender that delivers the same event again is answered, and starts nothing. Left empty, it is the id that the way of signing has, else Idempotency-Key.",
      tab: "settings",
    },
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
