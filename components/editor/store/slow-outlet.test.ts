import assert from "node:assert/strict";
import { test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { canvasEdges } from "../canvas/canvas-elements.ts";
import { saved, testEditor } from "./test-editor.ts";

const call = {
  ...nodeOf("call", "rest-api", definitionOf("rest-api")?.defaults),
  slowAfterMs: 500,
};
const document = flowOf({
  nodes: [call, nodeOf("tell"), nodeOf("next")],
  edges: [
    ["call", "done", "next"],
    ["call", "slow", "tell"],
    ["call", "failed", "tell"],
  ],
});

test("lines are drawn by the kind of the outlet that they leave", () => {
  const selection = { nodeIds: [], edgeIds: [], noteIds: [] };
  const edges = canvasEdges(document, selection, []);
  assert.deepEqual(
    edges.map(({ data }) => data?.kind),
    ["normal", "slow", "failed"],
  );
  assert.equal(canvasEdges(document, selection, edges)[1], edges[1]);
});

test("the line of a step that is slow no more goes with its outlet, and comes back with it", (context) => {
  const { store, actions, close } = testEditor((_input, count) => saved(count + 1), document);
  context.after(close);
  actions.updateNode("call", { slowAfterMs: 3_000 });
  assert.equal(store.getState().document.edges.length, 3);
  actions.updateNode("call", { slowAfterMs: null });
  assert.deepEqual(
    store.getState().document.edges.map(({ sourcePort }) => sourcePort),
    ["done", "failed"],
  );
  actions.undo();
  assert.equal(store.getState().document.edges.length, 3);
});
