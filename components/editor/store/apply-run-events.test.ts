import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RunEvent, RunView, StepView } from "#lib/runs/events.ts";
import { applyRunEvents } from "./apply-run-events.ts";
import { runIndex } from "./run-index.ts";

const step = (activationId: string, patch: Partial<StepView> = {}): StepView => ({
  ...{ activationId, nodeId: activationId, nodeType: "x", seq: 1, state: "succeeded" },
  ...{ port: "done", attempts: 1, input: null, output: null, vars: null, error: null },
  ...{
    startedAt: "2026-03-02T09:30:00.000Z",
    durationMs: 1,
    parents: [],
    early: null,
    backup: null,
  },
  ...patch,
});
const run = (id: string, patch: Partial<RunView> = {}): RunView => ({
  ...{ id, flowId: "f", flowName: "F", versionNumber: null, documentHash: "", mode: "test" },
  ...{ state: "running", triggerKind: "manual", triggerNodeId: "a", conversationId: null },
  ...{ input: null, result: null, error: null, startedAt: "2026-03-02T09:30:00.000Z" },
  ...{ finishedAt: null, durationMs: 0, stepCount: 0, parentRunId: null },
  ...patch,
});
const nothing = { overlay: null, latestSteps: {} };
const begun: RunEvent = { type: "run", run: run("r"), steps: [] };
const of = (...steps: StepView[]): RunEvent[] =>
  steps.map((each) => ({ type: "step", step: each }));

test("steps take their place: what is known is replaced, what is new comes last", () => {
  const { overlay, latestSteps } = applyRunEvents(nothing, [
    begun,
    ...of(step("a", { state: "started" }), step("b", { state: "started" })),
    ...of(step("a", { output: 1 }), step("b", { state: "failed" })),
    { type: "finished", run: run("r", { state: "failed" }) },
  ]);
  assert.deepEqual(
    overlay?.steps.map(({ activationId, state }) => [activationId, state]),
    [
      ["a", "succeeded"],
      ["b", "failed"],
    ],
  );
  assert.equal(overlay?.run.state, "failed");
  assert.deepEqual(Object.keys(latestSteps), ["a"], "a failed step leaves no output");
});

test("another run begins anew, and steps of none are not kept", () => {
  const first = applyRunEvents(nothing, [begun, ...of(step("a"))]);
  const second = applyRunEvents(first, [...of(step("b")), { ...begun, run: run("s") }]);
  assert.deepEqual(second.overlay, { run: run("s"), steps: [] });
  assert.equal(applyRunEvents(nothing, of(step("a"))).overlay, null);
});

test("the outlet of a loop is a way that was gone while the loop goes on", () => {
  const each = { port: "each", output: null };
  const steps = [
    step("loop", { state: "looping", port: null, early: each }),
    step("in", { seq: 2, parents: ["loop"] }),
  ];
  assert.deepEqual([...runIndex(steps).ways], ["loop/each/in"]);
});

test("it makes no difference how events are bundled", () => {
  const anyStep = fc
    .record({
      id: fc.nat(12),
      state: fc.constantFrom("started", "succeeded", "failed", "pinned"),
      parent: fc.nat(12),
    })
    .map(({ id, state, parent }) =>
      step(`s${id}`, {
        nodeId: `n${id % 4}`,
        state: state as StepView["state"],
        parents: [`s${parent}`],
      }),
    );
  fc.assert(
    fc.property(
      fc.array(anyStep, { maxLength: 40 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      (given, sizes) => {
        const heard = given.map((each, index) => ({ ...each, seq: index + 1 }));
        const whole = applyRunEvents(nothing, [begun, ...of(...heard)]);
        let inParts: Parameters<typeof applyRunEvents>[0] = applyRunEvents(nothing, [begun]);
        const events = of(...heard);
        while (events.length > 0) {
          inParts = applyRunEvents(inParts, events.splice(0, sizes.next().value));
        }
        assert.deepEqual(inParts, whole);
        const [one, other] = [inParts, whole].map(({ overlay }) => runIndex(overlay?.steps ?? []));
        assert.deepEqual(one?.ofNode, other?.ofNode);
        const fresh = new Map<string, number>();
        for (const { nodeId } of whole.overlay?.steps ?? []) {
          fresh.set(nodeId, (fresh.get(nodeId) ?? 0) + 1);
        }
        for (const [nodeId, count] of fresh) assert.equal(one?.ofNode.get(nodeId)?.count, count);
      },
    ),
  );
});
