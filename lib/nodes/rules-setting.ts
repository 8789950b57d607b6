import { z } from "zod";
import { textSetting } from "./config-values.ts";
import { operatorIds } from "./rule-operators.ts";

const rule = z.strictObject({
  left: textSetting(),
  operator: z.enum(operatorIds).default("equals"),
  right: textSetting(),
});

/** Rules that all have to hold, or any of them. */
export function rulesSetting() {
  return z
    .strictObject({
      match: z.enum(["all", "any"]).default("all"),
      rules: z.array(rule).max(50).default([]),
    })
    .prefault({});
}

export type Rule = z.infer<typeof rule>;
export type Rules = z.infer<ReturnType<typeof rulesSetting>>;

/** What a setting of rules starts with: one that is still to be filled in. */
export const emptyRules = {
  match: "all",
  rules: [{ left: "", operator: "equals", right: "" }],
} satisfies Rules;
