import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson } from "./canonical.ts";
import { graphOf, reachableFrom, readingOrder, upstreamOf } from "./graph.ts";
import { flowOf, nodeOf } from "./test-flow.ts";

const at = (id: string, x: number, y: number) => ({ ...nodeOf(id), position: { x, y } });
const flow = flowOf({
  nodes: [at("low", 300, 200), at("high", 300, 0), at("start", 0, 100), at("loose", 900, 0)],
  edges: [
    ["start", "done", "low"],
    ["start", "done", "high"],
    ["high", "done", "start"],
  ],
});

test("reading goes along the lines, upper branches first, loose nodes last", () => {
  const tree = { ...flow, edges: flow.edges.slice(0, 2) };
  assert.deepEqual(readingOrder(tree), ["start", "high", "low", "loose"]);
  assert.equal(new Set(readingOrder(flow)).size, 4, "a circle loses nobody");
});

test("reach and upstream follow circles once", () => {
  const graph = graphOf(flow);
  assert.deepEqual([...reachableFrom(graph, ["high"])].sort(), ["high", "low", "start"]);
  assert.deepEqual([...upstreamOf(graph, "low")].sort(), ["high", "start"]);
  assert.ok(upstreamOf(graph, "start").has("start"), "it lies on a circle");
});

test("the canonical text does not depend on the order of keys", () => {
  assert.equal(
    canonicalJson({ b: 1, a: { d: 2, c: 3 } }),
    canonicalJson({ a: { c: 3, d: 2 }, b: 1 }),
  );
  assert.notEqual(canonicalJson({ a: [1, 2] }), canonicalJson({ a: [2, 1] }));
});
