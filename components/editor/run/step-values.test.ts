import assert from "node:assert/strict";
import { test } from "node:test";
import type { FlowNode } from "#lib/flow/document.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { StepView } from "#lib/runs/events.ts";
import { stepValues, talksToVisitor } from "./step-values.ts";

const edges: [string, string, string][] = [
  ["start", "out", "call"],
  ["call", "done", "use"],
];

function flow(url: string, call: Partial<FlowNode> = {}) {
  return flowOf({
    nodes: [
      nodeOf("start", "webhook-trigger"),
      { ...nodeOf("call", "rest-api"), ...call },
      nodeOf("use", "rest-api", { url }),
    ],
    edges,
  });
}

function stepOf(nodeId: string, output: StepView["output"]): StepView {
  return {
    ...{ activationId: nodeId, nodeId, nodeType: "rest-api", seq: 1, state: "succeeded" },
    ...{ port: "done", attempts: 1, input: null, output, vars: null, error: null },
    ...{
      startedAt: "2026-03-02T09:30:00.000Z",
      durationMs: 1,
      parents: [],
      early: null,
      backup: null,
    },
  };
}

const nothing = { latest: {}, steps: [] };

test("a step that uses nothing can run at once", () => {
  const { missing } = stepValues(flow("https://example.com"), "use", nothing);
  assert.deepEqual(missing, []);
});

test("samples, pins and results of other runs stand in for what the run lacks", () => {
  const url = "https://example.com/{{ nodes.call.status }}";
  const sampled = stepValues(flow(url), "use", nothing);
  assert.deepEqual(sampled.missing, []);
  assert.ok(sampled.given.nodes.call);

  const pinned = { port: "done", output: { status: 418 } };
  const withPin = stepValues(flow(url, { pinned }), "use", {
    latest: {},
    steps: [stepOf("call", { status: 200 })],
  });
  assert.deepEqual(withPin.given.nodes.call, { status: 418 }, "a pin wins over the run");

  const steps = [stepOf("start", {}), stepOf("call", { status: 200 })];
  const latest = Object.fromEntries(steps.map((step) => [step.nodeId, step]));
  const ran = stepValues(flow(url), "use", { latest, steps });
  assert.deepEqual(ran.given, { nodes: {}, vars: {} }, "the run has everything itself");
});

test("what nothing has is named by its step", () => {
  const url = "https://example.com/{{ nodes.call.wrong.turn }}/{{ vars.city }}";
  const { missing } = stepValues(flow(url), "use", nothing);
  assert.deepEqual(missing, ["“wrong.turn” of “call”", "the variable “city”"]);
  const lenient = flow('https://example.com/{{ vars.city | default: "Ulm" }}');
  assert.deepEqual(stepValues(lenient, "use", nothing).missing, []);
});

test("what the trigger delivers is what was typed as test input", () => {
  const document = flow("https://example.com/{{ trigger.order }}");
  assert.equal(stepValues(document, "use", nothing).missing.length, 1);
  const typed = stepValues(document, "use", { ...nothing, payload: { order: 7 } });
  assert.deepEqual(typed.missing, []);
  assert.deepEqual(typed.given.nodes.start, { order: 7 });
});

test("a step that writes to a visitor is known, alone and on the way", () => {
  const document = flowOf({
    nodes: [nodeOf("first", "rest-api"), nodeOf("say", "send-message")],
    edges: [["first", "done", "say"]],
  });
  assert.equal(talksToVisitor(document, "first", true), false);
  assert.equal(talksToVisitor(document, "first", false), true);
  assert.equal(talksToVisitor(document, "say", true), true);
});
