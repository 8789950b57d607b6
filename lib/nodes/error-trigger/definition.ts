import { z } from "zod";
import { runEndedPayload } from "#lib/run-listeners/contract.ts";
import type { NodeDefinition } from "../contract.ts";
import { triggerPorts } from "../ports.ts";

const config = z.strictObject({
  /** Empty: any other flow of the workspace. */
  flow: z.string().max(60).default(""),
});

export type ErrorTriggerConfig = z.infer<typeof config>;

export const definition = {
  id: "error-trigger",
  version: 1,
  migrate: [],
  label: "Error flow",
  summary: "Starts the flow when a run of any other flow has failed.",
  category: "trigger",
  keywords: ["start", "error", "failure", "alert", "on error", "catch", "failed run", "notify"],
  icon: "M12 4l9 16H3z M12 10v4 M12 17h.01",
  trigger: "error",
  config,
  defaults: config.parse({}),
  fields: {
    flow: {
      kind: "flow",
      label: "Flow",
      anyLabel: "Any other flow",
      help: "Its live runs count, test runs do not. Failures that an error flow itself caused start nothing.",
    },
  },
  ports: { in: false, out: triggerPorts },
  output: runEndedPayload,
  sample: {
    run: {
      id: "0198c2f4-7c1e-7a55-9d1c-0c7f5a3e9b11",
      state: "failed",
      error: { code: "upstream_status", message: "The shop answered with status 500." },
      result: null,
      durationMs: 212,
      startedAt: "2026-03-02T09:30:00.000Z",
      triggerKind: "webhook",
    },
    flow: { id: "orders", name: "Orders" },
  },
  describe: (raw) => `When ${raw.flow ? "another" : "any other"} flow *fails*`,
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
