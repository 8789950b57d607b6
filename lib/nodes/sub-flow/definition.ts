import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { entries } from "../describe-text.ts";
import { unitOptions, unitSetting } from "../duration.ts";

const config = z.strictObject({
  flowId: z.string().max(80).default(""),
  input: z
    .array(
      z.strictObject({
        name: textSetting(200),
        type: z.enum(["auto", "text"]).default("auto"),
        value: jsonValue.default(""),
      }),
    )
    .max(50)
    .default([]),
  mode: z.enum(["wait", "hand-over"]).default("wait"),
  inConversation: z.boolean().default(false),
  giveUp: z.enum(["never", "after"]).default("never"),
  timeout: numberSetting({ min: 0, max: 31_622_400, fallback: 5, whole: false }),
  timeoutUnit: unitSetting("minutes"),
});

export type SubFlowConfig = z.infer<typeof config>;

export const definition = {
  id: "sub-flow",
  version: 1,
  migrate: [],
  label: "Call a flow",
  summary: "Runs another flow and goes on with its result.",
  category: "logic",
  keywords: ["sub-flow", "subflow", "function", "reuse", "call", "execute workflow", "hand over"],
  icon: "M5 4h6v6H5z M13 14h6v6h-6z M8 10v4a3 3 0 0 0 3 3h2",
  config,
  defaults: config.parse({}),
  fields: {
    flowId: {
      kind: "flow",
      label: "Flow",
      help: "Its published version runs, from its trigger “Called by a flow”.",
      required: true,
    },
    input: {
      kind: "list",
      label: "Hand over",
      itemLabel: "value",
      max: 50,
      newItem: { name: "", type: "auto", value: "" },
      item: {
        name: { kind: "text", label: "Name", placeholder: "orderId", required: true },
        value: { kind: "text", label: "Value", templated: true, multiline: true },
        type: {
          kind: "select",
          label: "Kind",
          options: [
            {
              value: "auto",
              label: "Automatic",
              help: "Numbers, true or false, lists and objects are recognised; all else is text.",
            },
            { value: "text", label: "Text" },
          ],
        },
      },
    },
    mode: {
      kind: "select",
      label: "Then",
      appearance: "segmented",
      options: [
        { value: "wait", label: "Wait for its result" },
        { value: "hand-over", label: "End here" },
      ],
    },
    inConversation: {
      kind: "boolean",
      label: "It talks in the same conversation",
      help: "Only in chats: what it says and asks goes to the same visitor.",
    },
    giveUp: {
      kind: "select",
      label: "When no result comes",
      appearance: "segmented",
      options: [
        { value: "never", label: "Wait on" },
        { value: "after", label: "Go on after" },
      ],
      tab: "settings",
      showWhen: { field: "mode", in: ["wait"] },
    },
    timeout: {
      kind: "number",
      label: "How long",
      help: "Then the step continues at “No result in time”.",
      min: 0,
      max: 31_622_400,
      required: true,
      tab: "settings",
      showWhen: { field: "giveUp", in: ["after"], and: { field: "mode", in: ["wait"] } },
    },
    timeoutUnit: {
      kind: "select",
      label: "Unit",
      appearance: "segmented",
      options: unitOptions,
      tab: "settings",
      showWhen: { field: "giveUp", in: ["after"], and: { field: "mode", in: ["wait"] } },
    },
  },
  ports: {
    in: true,
    out: [
      { id: "done", label: "Done", kind: "normal" },
      {
        id: "timeout",
        label: "No result in time",
        kind: "timeout",
        showWhen: { field: "giveUp", in: ["after"] },
      },
      { id: "failed", label: "Failed", kind: "failed" },
    ],
  },
  output: z.object({ result: jsonValue, runId: z.string() }),
  sample: { result: { ok: true }, runId: "01a20577-0279-72d3-bd43-da6042bf8b7a" },
  describe: (raw) => {
    const count = entries(raw.input).length;
    const verb = raw.mode === "hand-over" ? "Hand over to" : "Call";
    return `${verb} *another flow*${count === 0 ? "" : ` with ${count} ${count === 1 ? "value" : "values"}`}`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 10_000,
  effects: "idempotent",
} satisfies NodeDefinition<typeof config>;
