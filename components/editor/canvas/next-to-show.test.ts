import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunState, StepView } from "#lib/runs/events.ts";
import { nextToShow } from "./next-to-show.ts";

const step = (nodeId: string, seq: number): StepView => ({
  ...{ activationId: `${seq}`, nodeId, nodeType: "x", seq, state: "succeeded", port: "done" },
  ...{ attempts: 1, input: null, output: null, vars: null, error: null, durationMs: 1 },
  ...{ startedAt: "2026-03-02T09:30:00.000Z", parents: [], early: null, backup: null },
});

test("a run is followed to the node it came to last, each node once", () => {
  const steps = [step("a", 1), step("c", 3), step("b", 2)];
  const next = (state: RunState, shown: string[]) =>
    nextToShow({ run: { state }, steps }, new Set(shown));
  assert.equal(next("running", []), "c");
  assert.equal(next("waiting", ["a", "b"]), "c");
  assert.equal(next("failed", []), "c");
  assert.equal(next("running", ["c"]), undefined);
  assert.equal(next("succeeded", []), undefined, "over before anybody could follow");
  assert.equal(next("succeeded", ["a"]), "c", "followed to its end");
});
