import type { Execute } from "../contract.ts";
import type { ConditionConfig } from "./definition.ts";
import { evaluateRule } from "./evaluate-rule.ts";

/**
 * Leaves by the first branch whose rules hold, else by `otherwise`. A branch without rules never
 * holds.
 *
 * @throws UserError `invalid_pattern`
 */
export const execute: Execute<ConditionConfig> = async ({ config }) => {
  const { branches, ignoreCase } = config;
  for (const { id, name, when } of branches) {
    if (when.rules.length === 0) continue;
    const holds =
      when.match === "all"
        ? when.rules.every((rule) => evaluateRule(rule, ignoreCase))
        : when.rules.some((rule) => evaluateRule(rule, ignoreCase));
    if (holds) return { kind: "done", port: id, output: { branch: name } };
  }
  return { kind: "done", port: "otherwise", output: { branch: "Otherwise" } };
};
