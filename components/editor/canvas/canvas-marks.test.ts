import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "#lib/flow/problem.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { RunView, StepView } from "#lib/runs/events.ts";
import { canvasNodes } from "./canvas-elements.ts";
import { nodeState } from "./node-state.ts";
import { runMarks } from "./run-marks.ts";

function step(nodeId: string, patch: Partial<StepView> = {}): StepView {
  return {
    activationId: nodeId,
    nodeId,
    nodeType: "x",
    seq: 1,
    state: "succeeded",
    port: "done",
    attempts: 1,
    input: null,
    output: null,
    vars: null,
    error: null,
    startedAt: "2026-03-02T09:30:00.000Z",
    durationMs: 212,
    parents: [],
    early: null,
    backup: null,
    ...patch,
  };
}

const run: RunView = {
  id: "r",
  flowId: "f",
  flowName: "F",
  versionNumber: null,
  documentHash: "",
  mode: "test",
  state: "running",
  triggerKind: "chat",
  triggerNodeId: "a",
  conversationId: null,
  input: null,
  result: null,
  error: null,
  startedAt: "2026-03-02T09:30:00.000Z",
  finishedAt: null,
  durationMs: 0,
  stepCount: 0,
  parentRunId: null,
};

const flow = flowOf({
  nodes: [nodeOf("a"), nodeOf("b"), nodeOf("c")],
  edges: [
    ["a", "done", "b"],
    ["a", "failed", "c"],
    ["b", "done", "c"],
  ],
});

test("a run lights the edges it took, by outlet", () => {
  const overlay = { run, steps: [step("a"), step("b", { seq: 2, parents: ["a"] })] };
  const { takenEdges, stepsOf } = runMarks(overlay, flow);
  assert.deepEqual([...takenEdges], ["e0"]);
  assert.equal(stepsOf.get("b")?.count, 1);
  assert.equal(runMarks(overlay, flow), runMarks(overlay, flow), "computed once");
  assert.equal(runMarks(null, flow).takenEdges.size, 0);
});

test("a card says what a run did, else what the node needs", () => {
  const plain = { disabled: false, pinned: null };
  const error: Problem = {
    code: "missing_setup",
    severity: "error",
    message: "",
    nodeId: "a",
    edgeId: null,
    field: null,
    fix: null,
  };
  assert.equal(nodeState(plain, undefined, []).kind, "ok");
  assert.equal(nodeState(plain, undefined, [error]).label, "Needs setup");
  assert.equal(nodeState(plain, undefined, [{ ...error, severity: "warning" }]).kind, "ok");
  assert.equal(nodeState(plain, { last: step("a"), count: 1 }, [error]).label, "Ran in 212 ms");
  assert.equal(nodeState(plain, { last: step("a"), count: 2 }, []).label, "Ran in 212 ms, 2 times");
  const waiting = { last: step("a", { state: "waiting" }), count: 2 };
  assert.equal(nodeState(plain, waiting, []).kind, "waiting");
  const unsure = { code: "step_uncertain", message: "", fault: "engine" } as const;
  const cutOff = { last: step("a", { state: "failed", error: unsure }), count: 1 };
  assert.match(nodeState(plain, cutOff, []).label, /^Uncertain/);
  assert.equal(nodeState({ ...plain, disabled: true }, undefined, [error]).kind, "disabled");
});

test("cards that did not change stay the same objects, so that they rest", () => {
  const none = { nodeIds: [], edgeIds: [], noteIds: [] };
  const before = canvasNodes(flow, none, []);
  const selected = canvasNodes(flow, { ...none, nodeIds: ["b"] }, before);
  const same = selected.filter((node) => before.includes(node)).map(({ id }) => id);
  assert.deepEqual(same, ["a", "c"]);
});
