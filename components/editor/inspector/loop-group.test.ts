import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { variableGroups } from "./variable-groups.ts";

const node = (id: string, type: string, config: JsonObject = {}) =>
  nodeOf(id, type, { ...definitionOf(type)?.defaults, ...config });

const start = node("start", "manual-trigger", { input: '{"orders":[{"id":7,"lines":["a","b"]}]}' });

function flow(list: Json, edges: [string, string, string][] = []) {
  return flowOf({
    nodes: [
      start,
      node("each", "for-each", { list }),
      node("inner", "for-each", { list: "{{ loop.item.lines }}" }),
      node("deep", "set-variables", { variables: [] }),
      node("end", "set-variables", { variables: [] }),
    ],
    edges: [
      ["start", "done", "each"],
      ["each", "each", "inner"],
      ["inner", "each", "deep"],
      ["each", "done", "end"],
      ...edges,
    ],
  });
}

const loopOf = (document: ReturnType<typeof flow>, nodeId: string, latest = {}) =>
  variableGroups(document, nodeId, latest).find(({ root }) => root === "loop");

function ran(nodeId: string, input: Json): StepView {
  return {
    ...{ activationId: nodeId, nodeId, nodeType: "", seq: 1, state: "succeeded", port: "done" },
    ...{ attempts: 1, input, output: null, vars: null, error: null, startedAt: "" },
    ...{ durationMs: 1, parents: [], early: null, backup: null },
  };
}

test("before a test, the current item is taken from where the list comes from, loops within loops", () => {
  const document = flow("{{ trigger.orders }}");
  assert.deepEqual(loopOf(document, "inner"), {
    root: "loop",
    title: "Current item",
    tone: "logic",
    value: { item: { id: 7, lines: ["a", "b"] }, index: 0, count: 1 },
    source: "sample",
  });
  assert.deepEqual(loopOf(document, "deep")?.value, { item: "a", index: 0, count: 2 });
});

test("after a test, it is the first item that the loop really had", () => {
  const group = loopOf(flow("{{ trigger.orders }}"), "inner", {
    each: ran("each", { list: "[5,6]" }),
  });
  assert.equal(group?.source, "run");
  assert.deepEqual(group?.value, { item: 5, index: 0, count: 2 });
});

test("a list that cannot be foreseen leaves an empty sample", () => {
  for (const list of ["{{ trigger.orders | sort }}", "{{ trigger.nothing }}", "words", ""]) {
    assert.deepEqual(loopOf(flow(list), "inner")?.value, { item: null, index: 0, count: 0 });
  }
  assert.deepEqual(loopOf(flow("[1]"), "inner")?.value, { item: 1, index: 0, count: 1 });
});

test("in its branch a loop's own result is not offered; after it, the result but no item", () => {
  const roots = (id: string) => variableGroups(flow("[1]"), id, {}).map(({ root }) => root);
  assert.deepEqual(roots("deep"), ["loop", "trigger"]);
  assert.deepEqual(roots("end"), ["trigger", "nodes.each"]);
});

test("loops that lie in each other by mistake do not hang the inspector", () => {
  const tangled = flow("{{ loop.item }}", [["inner", "each", "each"]]);
  assert.deepEqual(loopOf(tangled, "deep")?.value, { item: null, index: 0, count: 0 });
});
