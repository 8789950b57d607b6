import type { Execute } from "../contract.ts";
import { rulesHold } from "../rules-hold.ts";
import type { ConditionConfig } from "./definition.ts";

/**
 * Leaves by the first branch whose rules hold, else by `otherwise`. A branch without rules never
 * holds.
 *
 * @throws UserError `invalid_pattern`
 */
export const execute: Execute<ConditionConfig> = async ({ config }) => {
  const { branches, ignoreCase } = config;
  for (const { id, name, when } of branches) {
    if (rulesHold(when, ignoreCase)) return { kind: "done", port: id, output: { branch: name } };
  }
  return { kind: "done", port: "otherwise", output: { branch: "Otherwise" } };
};
