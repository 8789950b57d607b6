import { evaluateRule } from "./evaluate-rule.ts";
import type { Rules } from "./rules-setting.ts";

/**
 * Whether rules hold, their sides already resolved; none never do.
 *
 * @throws UserError `invalid_pattern`
 */
export function rulesHold({ match, rules }: Rules, ignoreCase: boolean): boolean {
  if (rules.length === 0) return false;
  return match === "all"
    ? rules.every((rule) => evaluateRule(rule, ignoreCase))
    : rules.some((rule) => evaluateRule(rule, ignoreCase));
}
