import assert from "node:assert/strict";
import { test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { StepView } from "#lib/runs/events.ts";
import { whyItEnded } from "./why-it-ended.ts";

const flow = flowOf({
  nodes: [nodeOf("start", "chat-trigger"), nodeOf("Greet"), nodeOf("Over", "stop")],
  edges: [
    ["start", "done", "Greet"],
    ["Greet", "done", "Over"],
  ],
});
const open = { ...flow, edges: flow.edges.slice(0, 1) };

const step = (nodeId: string, seq: number, patch: Partial<StepView> = {}): StepView => ({
  ...{ activationId: `${seq}`, nodeId, nodeType: "x", seq, state: "succeeded", port: "done" },
  ...{ attempts: 1, input: null, output: null, vars: null, error: null, durationMs: 1 },
  ...{ startedAt: "2026-03-02T09:30:00.000Z", parents: [], early: null, backup: null },
  ...patch,
});
const steps = [step("start", 1), step("Greet", 2)];

test("an outlet that leads nowhere is named, with its step", () => {
  const ending = whyItEnded(open, { run: { state: "succeeded" }, steps });
  assert.deepEqual(ending, { nodeId: "Greet", name: "Greet", outlet: "Done", error: null });
});

test("nothing is said while a run goes on, where it leads on, and where it is meant to end", () => {
  for (const state of ["running", "waiting", "canceled"] as const) {
    assert.equal(whyItEnded(open, { run: { state }, steps }), null);
  }
  assert.equal(whyItEnded(flow, { run: { state: "succeeded" }, steps }), null);
  const over = [...steps, step("Over", 3)];
  assert.equal(whyItEnded(flow, { run: { state: "succeeded" }, steps: over }), null);
});

test("a failure is told where it happened, not where the run stood last", () => {
  const error = { code: "x", message: "It broke.", fault: "user" } as const;
  const failed = step("Greet", 2, { state: "failed", port: null, error });
  const ending = whyItEnded(flow, { run: { state: "failed" }, steps: [failed, step("start", 1)] });
  assert.deepEqual(ending, { nodeId: "Greet", name: "Greet", outlet: null, error: "It broke." });
});
