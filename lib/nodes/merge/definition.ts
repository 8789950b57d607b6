import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import type { NodeDefinition } from "../contract.ts";
import { donePorts } from "../ports.ts";

const config = z.strictObject({ mode: z.enum(["all", "any"]).default("all") });

export type MergeConfig = z.infer<typeof config>;

export const definition = {
  id: "merge",
  version: 1,
  migrate: [],
  label: "Merge",
  summary: "Brings parallel paths together again.",
  category: "logic",
  keywords: ["join", "wait", "combine", "parallel", "collect", "together"],
  icon: "M6 3v4l6 6v8 M18 3v4l-6 6",
  config,
  defaults: config.parse({}),
  fields: {
    mode: {
      kind: "select",
      label: "Continue",
      appearance: "segmented",
      options: [
        {
          value: "all",
          label: "When all arrived",
          help: "Waits for every path that was taken, then continues once.",
        },
        {
          value: "any",
          label: "With the first",
          help: "Continues with the path that arrives first and drops the others.",
        },
      ],
    },
  },
  ports: { in: true, out: donePorts },
  /** What arrived, by the key of the step it came from. */
  output: z.record(z.string(), jsonValue),
  sample: {},
  describe: (raw) =>
    raw.mode === "any" ? "Continue with the *first* path" : "Wait for *all* paths",
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
  joins: true,
} satisfies NodeDefinition<typeof config>;
