import assert from "node:assert/strict";
import { test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { travel } from "./travel.ts";

const at = (id: string, x: number, y: number) => ({ ...nodeOf(id), position: { x, y } });
const flow = flowOf({
  nodes: [at("low", 300, 200), at("high", 300, 0), at("start", 0, 100), at("below", 0, 400)],
  edges: [
    ["start", "no", "low"],
    ["start", "yes", "high"],
  ],
});

test("arrows follow the lines, and go between branches", () => {
  assert.equal(travel(flow, null, "ArrowRight"), "start", "from nowhere to the beginning");
  assert.equal(travel(flow, "start", "ArrowRight"), "high", "the upper branch first");
  assert.equal(travel(flow, "high", "ArrowDown"), "low");
  assert.equal(travel(flow, "low", "ArrowUp"), "high");
  assert.equal(travel(flow, "low", "ArrowLeft"), "start");
});

test("without a branch, up and down go to what lies there", () => {
  assert.equal(travel(flow, "start", "ArrowDown"), "below");
  assert.equal(travel(flow, "below", "ArrowUp"), "start");
  assert.equal(travel(flow, "high", "ArrowUp"), null);
  assert.equal(travel(flow, "low", "ArrowRight"), null);
});
