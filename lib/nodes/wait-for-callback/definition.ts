import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { numberSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { durationPhrase, unitOptions, unitSetting } from "../duration.ts";

const config = z.strictObject({
  timeout: numberSetting({ min: 0, max: 31_622_400, fallback: 1, whole: false }),
  timeoutUnit: unitSetting("days"),
});

export type WaitForCallbackConfig = z.infer<typeof config>;

export const definition = {
  id: "wait-for-callback",
  version: 1,
  migrate: [],
  label: "Wait for callback",
  summary: "Makes a one-time link, and goes on when somebody calls it.",
  category: "logic",
  keywords: ["link", "approve", "approval", "confirm", "webhook", "resume", "one-time", "wait"],
  icon: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1 M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  config,
  defaults: config.parse({}),
  fields: {
    timeout: {
      kind: "number",
      label: "Give up after",
      help: "Then the step continues at “No answer”. A year at most.",
      min: 0,
      max: 31_622_400,
      required: true,
    },
    timeoutUnit: {
      kind: "select",
      label: "Unit",
      appearance: "segmented",
      options: unitOptions,
    },
  },
  ports: {
    in: true,
    out: [
      { id: "done", label: "Called", kind: "normal" },
      { id: "link", label: "Link ready", kind: "normal" },
      { id: "timeout", label: "No answer", kind: "timeout" },
    ],
  },
  output: z.object({
    url: z.string(),
    method: z.string(),
    query: z.record(z.string(), jsonValue),
    headers: z.record(z.string(), jsonValue),
    body: jsonValue,
    receivedAt: z.string(),
  }),
  sample: {
    url: "https://patchbay.example.com/callbacks/one-time",
    method: "POST",
    query: { answer: "yes" },
    headers: { "content-type": "application/json" },
    body: { approved: true },
    receivedAt: "2026-03-02T09:30:00.000Z",
  },
  describe: (raw) => {
    const limit = durationPhrase(raw.timeout, raw.timeoutUnit);
    return limit === undefined
      ? "Wait for a call to a one-time link"
      : `Wait up to *${limit}* for a call to a one-time link`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 10_000,
  effects: "none",
  waits: true,
} satisfies NodeDefinition<typeof config>;
