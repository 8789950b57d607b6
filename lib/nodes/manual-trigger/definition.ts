import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import type { NodeDefinition } from "../contract.ts";
import { triggerPorts } from "../ports.ts";
import { readSample } from "../read-sample.ts";

const config = z.strictObject({ input: z.string().max(200_000).default("") });

export type ManualTriggerConfig = z.infer<typeof config>;

export const definition = {
  id: "manual-trigger",
  version: 1,
  migrate: [],
  label: "Start by hand",
  summary: "Starts the flow when somebody presses Run.",
  category: "trigger",
  keywords: ["start", "button", "run", "manual", "test"],
  icon: "M7 4.5v15l12-7.5z",
  trigger: "manual",
  config,
  defaults: config.parse({}),
  fields: {
    input: {
      kind: "json",
      label: "Input",
      help: "What the flow starts with, as JSON. Later steps can use its fields.",
      placeholder: '{ "orderId": 1042 }',
    },
  },
  ports: { in: false, out: triggerPorts },
  output: jsonValue,
  sample: (raw) => readSample(raw.input) ?? {},
  describe: (raw) =>
    readSample(raw.input) === undefined
      ? "When somebody presses *Run*"
      : "When somebody presses *Run*, with your input",
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
