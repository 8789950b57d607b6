import { randomFillSync } from "node:crypto";
import { v5 as uuid, v7 } from "uuid";

/** Namespace of the ids that are made from other ids. */
const namespace = "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90";

const randomness = Buffer.alloc(4096);
let used = randomness.length;

/** The id of a new run, by the time it began (RFC 9562, version 7). Randomness is drawn in bulk. */
export function newRunId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  used += 16;
  return v7({ random: randomness.subarray(used - 16, used) });
}

/** A wait, by its place in its run: the same over replays. */
export function waitIdOf(runId: string, activationId: string, count: number): string {
  return `${runId}:${activationId}:${count}`;
}

/** The run that is started for a wait, or for a step that starts one: the same over replays. */
export function calledRunId(key: string): string {
  return uuid(key, namespace);
}
