import type { Stage } from "./stage.ts";

/** Makes something for the first cell of a stage that needs it; the others get the same. */
export function sharedOnStage<T>(
  make: (stage: Stage) => T | Promise<T>,
): (stage: Stage) => Promise<{ made: T; shared: boolean }> {
  const held = new WeakMap<Stage, Promise<T>>();
  return async (stage) => {
    const earlier = held.get(stage);
    const making = earlier ?? Promise.resolve(make(stage));
    held.set(stage, making);
    return { made: await making, shared: earlier !== undefined };
  };
}
