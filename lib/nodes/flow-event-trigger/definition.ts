import { z } from "zod";
import { runEndedPayload } from "#lib/run-listeners/contract.ts";
import type { NodeDefinition } from "../contract.ts";
import { triggerPorts } from "../ports.ts";

const config = z.strictObject({
  /** Empty: any other flow of the workspace. */
  flow: z.string().max(60).default(""),
  outcome: z.enum(["succeeded", "failed", "any"]).default("succeeded"),
});

export type FlowEventTriggerConfig = z.infer<typeof config>;

const verbs: Record<string, string> = { failed: "fails", any: "ends" };

export const definition = {
  id: "flow-event-trigger",
  version: 1,
  migrate: [],
  label: "Flow event",
  summary: "Starts the flow when another flow has succeeded, failed or been cancelled.",
  category: "trigger",
  keywords: ["start", "after", "chain", "succeeded", "failed", "finished", "run ended", "listen"],
  icon: "M3 12h4 M7 8v8h6V8z M13 12h7 M17 9l3 3-3 3",
  trigger: "flow-event",
  config,
  defaults: config.parse({}),
  fields: {
    flow: {
      kind: "flow",
      label: "Flow",
      anyLabel: "Any other flow",
      help: "Its live runs count, test runs do not. This flow never hears its own runs.",
    },
    outcome: {
      kind: "select",
      label: "When it has",
      help: "“Ended” also hears runs that somebody cancelled; the others do not.",
      appearance: "segmented",
      options: [
        { value: "succeeded", label: "Succeeded" },
        { value: "failed", label: "Failed" },
        { value: "any", label: "Ended" },
      ],
    },
  },
  ports: { in: false, out: triggerPorts },
  output: runEndedPayload,
  sample: (raw) => ({
    run: {
      id: "0198c2f4-7c1e-7a55-9d1c-0c7f5a3e9b11",
      state: raw.outcome === "failed" ? "failed" : "succeeded",
      error:
        raw.outcome === "failed"
          ? { code: "upstream_status", message: "The shop answered with status 500." }
          : null,
      result: { orderId: 1042 },
      durationMs: 212,
      startedAt: "2026-03-02T09:30:00.000Z",
      triggerKind: "webhook",
    },
    flow: {
      id: typeof raw.flow === "string" && raw.flow !== "" ? raw.flow : "orders",
      name: "Orders",
    },
  }),
  describe: (raw) => {
    const verb = (typeof raw.outcome === "string" && verbs[raw.outcome]) || "succeeds";
    return `When ${raw.flow ? "another" : "any other"} flow *${verb}*`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
