import { z } from "zod";
import { jsonTextSetting, nameValueRows, numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { phrase } from "../describe-text.ts";
import { actionPorts } from "../ports.ts";

const config = z.strictObject({
  status: numberSetting({ min: 200, max: 599, fallback: 200 }),
  bodyType: z.enum(["json", "text", "none"]).default("json"),
  bodyJson: jsonTextSetting().default('{\n  "ok": true\n}'),
  bodyText: textSetting(2_000_000),
  headers: nameValueRows(),
});

export type RespondConfig = z.infer<typeof config>;

export const definition = {
  id: "respond",
  version: 1,
  migrate: [],
  label: "Respond to webhook",
  summary: "Answers the request that started the flow.",
  category: "integration",
  keywords: ["answer", "return", "response", "webhook", "reply", "http", "status"],
  icon: "M9 7l-5 5 5 5 M4 12h11a5 5 0 0 1 5 5v2",
  config,
  defaults: config.parse({}),
  fields: {
    bodyType: {
      kind: "select",
      label: "Body",
      appearance: "segmented",
      options: [
        { value: "json", label: "JSON" },
        { value: "text", label: "Text" },
        { value: "none", label: "Empty" },
      ],
    },
    bodyJson: {
      kind: "json",
      label: "JSON",
      help: "The webhook must be set to answer “With the result”.",
      templated: true,
      showWhen: { field: "bodyType", in: ["json"] },
    },
    bodyText: {
      kind: "text",
      label: "Text",
      help: "The webhook must be set to answer “With the result”.",
      templated: true,
      multiline: true,
      showWhen: { field: "bodyType", in: ["text"] },
    },
    status: {
      kind: "number",
      label: "Status code",
      help: "200 means all is well, 400 a mistake in the request, 500 a mistake on your side.",
      templated: true,
      min: 200,
      max: 599,
    },
    headers: {
      kind: "list",
      label: "Headers",
      itemLabel: "header",
      appearance: "row",
      max: 50,
      tab: "settings",
      newItem: { name: "", value: "", enabled: true },
      item: {
        enabled: { kind: "boolean", label: "On" },
        name: { kind: "text", label: "Name", placeholder: "Cache-Control", required: true },
        value: { kind: "text", label: "Value", placeholder: "no-store", templated: true },
      },
    },
  },
  ports: { in: true, out: actionPorts },
  output: z.object({ status: z.int(), body: z.string() }),
  sample: { status: 200, body: '{"ok":true}' },
  describe: (raw) => {
    const status = typeof raw.status === "number" ? String(raw.status) : phrase(raw.status, 12);
    const kinds: { [type: string]: string } = { text: " with text", none: ", no body" };
    const kind = typeof raw.bodyType === "string" ? kinds[raw.bodyType] : undefined;
    return `Answer *${status || "200"}*${kind ?? " with JSON"}`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
