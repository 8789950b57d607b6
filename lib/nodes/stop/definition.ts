import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { jsonTextSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { readSample } from "../read-sample.ts";

const config = z.strictObject({
  outcome: z.enum(["success", "failure"]).default("success"),
  resultType: z.enum(["json", "text", "none"]).default("none"),
  resultJson: jsonTextSetting().default('{\n  "ok": true\n}'),
  resultText: textSetting(2_000_000),
  message: textSetting(2_000),
});

export type StopConfig = z.infer<typeof config>;

export const definition = {
  id: "stop",
  version: 1,
  migrate: [],
  label: "Stop",
  summary: "Ends the whole run here, with a result or as failed.",
  category: "logic",
  keywords: ["end", "exit", "finish", "abort", "fail", "error", "result", "return"],
  icon: "M8 3h8l5 5v8l-5 5H8l-5-5V8z M9 9h6v6H9z",
  config,
  defaults: config.parse({}),
  fields: {
    outcome: {
      kind: "select",
      label: "The run ends as",
      appearance: "segmented",
      options: [
        { value: "success", label: "Succeeded" },
        { value: "failure", label: "Failed" },
      ],
      help: "Branches that still work are ended as well.",
    },
    resultType: {
      kind: "select",
      label: "Result",
      appearance: "segmented",
      options: [
        { value: "none", label: "Nothing" },
        { value: "json", label: "JSON" },
        { value: "text", label: "Text" },
      ],
      showWhen: { field: "outcome", in: ["success"] },
    },
    resultJson: {
      kind: "json",
      label: "JSON",
      help: "What the run delivers, to a flow that called it or to a webhook’s caller.",
      templated: true,
      showWhen: {
        field: "resultType",
        in: ["json"],
        and: { field: "outcome", in: ["success"] },
      },
    },
    resultText: {
      kind: "text",
      label: "Text",
      help: "What the run delivers, to a flow that called it or to a webhook’s caller.",
      templated: true,
      multiline: true,
      showWhen: {
        field: "resultType",
        in: ["text"],
        and: { field: "outcome", in: ["success"] },
      },
    },
    message: {
      kind: "text",
      label: "Why",
      help: "Shown in the run’s history and in alerts.",
      placeholder: "The order {{ vars.order_id }} has no address.",
      templated: true,
      multiline: true,
      required: true,
      maxLength: 2_000,
      showWhen: { field: "outcome", in: ["failure"] },
    },
  },
  ports: { in: true, out: [] },
  output: jsonValue,
  sample: (raw) => {
    if (raw.resultType === "json") return readSample(raw.resultJson) ?? null;
    return raw.resultType === "text" && typeof raw.resultText === "string" ? raw.resultText : null;
  },
  describe: (raw) => {
    if (raw.outcome === "failure") return `Fail: ${emphasis(raw.message, "say why", 48)}`;
    const kinds: { [type: string]: string } = { json: " with JSON", text: " with text" };
    const kind = typeof raw.resultType === "string" ? kinds[raw.resultType] : undefined;
    return `End the run${kind ?? ""}`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
