import { z } from "zod";
import { jsonValue } from "#lib/flow/json.ts";
import { numberSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";

const config = z.strictObject({
  list: jsonValue.default(""),
  mode: z.enum(["in-turn", "at-once"]).default("in-turn"),
  atOnce: numberSetting({ min: 2, max: 20, fallback: 5 }),
  whenOneFails: z.enum(["stop", "go-on"]).default("stop"),
});

export type ForEachConfig = z.infer<typeof config>;

export const definition = {
  id: "for-each",
  version: 1,
  migrate: [],
  label: "For each",
  summary: "Runs a branch once for every item of a list.",
  category: "logic",
  keywords: ["loop", "iterate", "list", "array", "repeat", "map", "batch"],
  icon: "M17 3l3 3-3 3 M4 11V9a3 3 0 0 1 3-3h13 M7 21l-3-3 3-3 M20 13v2a3 3 0 0 1-3 3H4",
  config,
  defaults: config.parse({}),
  fields: {
    list: {
      kind: "text",
      label: "List",
      help: "A list from an earlier step. In the branch, {{ loop.item }} is the item, {{ loop.index }} its number from 0.",
      placeholder: "{{ nodes.get_orders.body.orders }}",
      templated: true,
      required: true,
    },
    mode: {
      kind: "select",
      label: "Items run",
      appearance: "segmented",
      options: [
        { value: "in-turn", label: "One after the other" },
        { value: "at-once", label: "Several at once" },
      ],
    },
    atOnce: {
      kind: "number",
      label: "At once",
      unit: "items",
      min: 2,
      max: 20,
      showWhen: { field: "mode", in: ["at-once"] },
    },
    whenOneFails: {
      kind: "select",
      label: "When one fails",
      appearance: "segmented",
      options: [
        { value: "stop", label: "The run fails" },
        { value: "go-on", label: "Go on with the others" },
      ],
      tab: "settings",
    },
  },
  ports: {
    in: true,
    out: [
      { id: "each", label: "For each item", kind: "normal" },
      { id: "done", label: "Done", kind: "normal" },
    ],
    passBy: "done",
  },
  output: z.object({
    items: z.array(jsonValue),
    count: z.int(),
    failed: z.int(),
    errors: z.array(z.object({ index: z.int(), message: z.string() })),
  }),
  sample: { items: [{ id: 1042 }, { id: 1043 }], count: 2, failed: 0, errors: [] },
  describe: (raw) => `For each item of ${emphasis(raw.list, "a list", 36)}`,
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 10_000,
  effects: "none",
  loops: "each",
} satisfies NodeDefinition<typeof config>;
