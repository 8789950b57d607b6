import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import type { NodeDefinition } from "../contract.ts";
import { triggerPorts } from "../ports.ts";
import { readSample } from "../read-sample.ts";

const config = z.strictObject({ input: z.string().max(200_000).default("") });

export type CalledTriggerConfig = z.infer<typeof config>;

export const definition = {
  id: "called-trigger",
  version: 1,
  migrate: [],
  label: "Called by a flow",
  summary: "Starts when another flow calls this one.",
  category: "trigger",
  keywords: ["start", "sub-flow", "subflow", "function", "call", "reuse", "input"],
  icon: "M4 4v7a4 4 0 0 0 4 4h12 M16 11l4 4-4 4",
  trigger: "sub-flow",
  config,
  defaults: config.parse({}),
  fields: {
    input: {
      kind: "json",
      label: "Sample input",
      help: "What callers hand over, as an example: later steps can pick its fields, and tests use it.",
      placeholder: '{ "orderId": 1042 }',
    },
  },
  ports: { in: false, out: triggerPorts },
  output: z.object({ input: jsonValue, calledBy: jsonValue }),
  sample: (raw) => ({ input: readSample(raw.input) ?? {}, calledBy: null }),
  describe: () => "When *another flow* calls this one",
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
