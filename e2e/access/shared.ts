import type { Stage } from "./stage.ts";

/**
 * Makes something for the first cell of a stage that needs it; the others get the same, unless they
 * ask for it `anew`.
 */
export function sharedOnStage<T>(
  make: (stage: Stage) => T | Promise<T>,
): (stage: Stage, anew?: boolean) => Promise<{ made: T; shared: boolean }> {
  const held = new WeakMap<Stage, Promise<T>>();
  return async (stage, anew = false) => {
    const earlier = anew ? undefined : held.get(stage);
    const making = earlier ?? Promise.resolve(make(stage));
    held.set(stage, making);
    return { made: await making, shared: earlier !== undefined };
  };
}
