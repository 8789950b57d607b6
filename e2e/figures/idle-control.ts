import { createHash } from "node:crypto";
import { median, spread } from "./statistics.ts";

/** A block in which the control swings by more than this is void. */
const tolerance = 0.15;

/**
 * Times a fixed piece of work while nothing of ours runs: what changes in it is the machine, not
 * the product. The best of five tries of about 20 ms each, in ms.
 */
function measureControl(): number {
  const block = Buffer.alloc(64 * 1024, 7);
  const tries: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const start = performance.now();
    const hash = createHash("sha256");
    for (let round = 0; round < 400; round++) hash.update(block);
    hash.digest();
    tries.push(performance.now() - start);
  }
  return Math.min(...tries);
}

export type Block<T> = { value: T; control: number; valid: boolean };

/**
 * Runs blocks of measurement, each between two controls. A block is void when its controls swing
 * too far from the run's median or from each other; void blocks are run again, a few times at most.
 */
export async function runBlocks<T>(
  wanted: number,
  measure: (index: number) => Promise<T>,
  log: (line: string) => void,
): Promise<{ valid: T[]; controls: number[]; voided: number }> {
  const blocks: { value: T; before: number; after: number }[] = [];
  const controls: number[] = [measureControl()];
  const isValid = (block: { before: number; after: number }) => {
    const middle = median(controls);
    return [block.before, block.after].every(
      (control) => Math.abs(control - middle) / middle <= tolerance,
    );
  };
  for (let index = 0; index < wanted * 2 && blocks.filter(isValid).length < wanted; index++) {
    const before = measureControl();
    const value = await measure(index);
    const after = measureControl();
    controls.push(before, after);
    blocks.push({ value, before, after });
    if (!isValid({ before, after })) {
      log(
        `  block ${index + 1} is void: the idle control took ${before.toFixed(1)} and ${after.toFixed(1)} ms`,
      );
    }
  }
  const valid = blocks.filter(isValid);
  log(
    `  idle control: median ${median(controls).toFixed(1)} ms, spread ${(spread(controls) * 100).toFixed(0)} %; ${valid.length} of ${blocks.length} blocks count`,
  );
  return {
    valid: valid.map((block) => block.value),
    controls,
    voided: blocks.length - valid.length,
  };
}

/** The control's part of a result. */
export function controlOf(run: { controls: number[]; voided: number }) {
  return {
    medianMs: median(run.controls),
    spread: spread(run.controls),
    voidBlocks: run.voided,
  };
}
