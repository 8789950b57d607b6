import type { NodeDefinition } from "./contract.ts";

/**
 * Whether a step reaches somebody or something outside its run, so that it may be slow, or fail and
 * work a moment later. What only decides, calculates or waits does not get better by being repeated.
 */
export function actsOutside({ category, effects }: NodeDefinition): boolean {
  return category !== "logic" && category !== "trigger" && effects !== "none";
}
