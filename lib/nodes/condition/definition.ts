import { z } from "zod";
import type { JsonObject } from "#lib/flow/json.ts";
import type { NodeDefinition } from "../contract.ts";
import { count, emphasis, entries, phrase } from "../describe-text.ts";
import { operatorOf } from "../rule-operators.ts";
import { emptyRules, rulesSetting } from "../rules-setting.ts";

const config = z.strictObject({
  branches: z
    .array(
      z.strictObject({
        /** The outlet's id: edges hold on to it. */
        id: z.string().regex(/^(?!otherwise$)[A-Za-z0-9_-]{1,40}$/),
        name: z.string().max(60).default(""),
        when: rulesSetting(),
      }),
    )
    .max(30)
    .default([]),
  ignoreCase: z.boolean().default(true),
});

export type ConditionConfig = z.infer<typeof config>;

export const definition = {
  id: "condition",
  version: 1,
  migrate: [],
  label: "Condition",
  summary: "Takes a different path depending on your rules.",
  category: "logic",
  keywords: ["if", "else", "switch", "branch", "rule", "filter", "router", "compare"],
  icon: "M12 3v6 M12 9l-6 5v7 M12 9l6 5v7",
  config,
  defaults: {
    branches: [{ id: "yes", name: "Yes", when: emptyRules }],
    ignoreCase: true,
  },
  fields: {
    branches: {
      kind: "list",
      label: "Branches",
      help: "Checked from the top. The first one whose rules fit is taken; if none fits, “Otherwise”.",
      itemLabel: "branch",
      appearance: "card",
      required: true,
      max: 30,
      newItem: { id: "", name: "", when: emptyRules },
      item: {
        name: {
          kind: "text",
          label: "Name",
          placeholder: "Orders over 100",
          required: true,
          maxLength: 60,
        },
        when: { kind: "rules", label: "Rules", required: true },
      },
    },
    ignoreCase: {
      kind: "boolean",
      label: "Ignore upper and lower case",
      help: "“berlin” then is the same as “Berlin”.",
      tab: "settings",
    },
  },
  ports: {
    in: true,
    out: [{ id: "otherwise", label: "Otherwise", kind: "normal" }],
    outFrom: { field: "branches", id: "id", label: "name" },
  },
  output: z.object({ branch: z.string() }),
  sample: (raw) => ({ branch: phrase(entries(raw.branches)[0]?.name, 60) || "Otherwise" }),
  describe: (raw) => {
    const branches = entries(raw.branches);
    const first = branches[0];
    if (first === undefined) return "Takes a path by your rules";
    const extra = branches.length > 1 ? `; ${count(branches.length, "branch", "branches")}` : "";
    return `If ${describeRules(first)}${extra}`;
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;

/** A branch's first rule in words, and how many more there are. */
function describeRules(branch: JsonObject): string {
  const when = entries([branch.when ?? null])[0];
  const rules = entries(when?.rules);
  const first = rules[0];
  const operator = operatorOf(first?.operator);
  const left = emphasis(first?.left, "", 20);
  if (first === undefined || operator === undefined || left === "") return "your rules fit";
  const right = operator.arity === 1 ? "" : ` ${phrase(first.right, 14) || "…"}`;
  const more = rules.length > 1 ? `, ${rules.length - 1} more` : "";
  return `${left} ${operator.label}${right}${more}`;
}
