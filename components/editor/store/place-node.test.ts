import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FlowDocument } from "#lib/flow/document.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { cardHeight } from "../canvas/card-height.ts";
import { cardSize, freePlace } from "./place-node.ts";
import { saved, testEditor } from "./test-editor.ts";

function overlaps({ nodes }: FlowDocument): string[] {
  const height = (node: (typeof nodes)[number]) => {
    const definition = definitionOf(node.type);
    return cardHeight(definition ? portsOf(definition, node.config).length : 1);
  };
  return nodes.flatMap((a, index) =>
    nodes
      .slice(index + 1)
      .filter(
        (b) =>
          Math.abs(a.position.x - b.position.x) < cardSize.width &&
          a.position.y < b.position.y + height(b) &&
          b.position.y < a.position.y + height(a),
      )
      .map((b) => `${a.id}/${b.id}`),
  );
}

test("nodes added to the same spot, after a step, into a line or anywhere never overlap", () => {
  const types = ["send-message", "condition", "ask-question", "rest-api", "merge"];
  const step = fc.record({
    type: fc.constantFrom(...types),
    how: fc.constantFrom("near", "after", "edge", "anywhere"),
    x: fc.integer({ min: -300, max: 300 }),
    y: fc.integer({ min: -300, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const { store, actions } = testEditor(() => saved(2), flowOf({ nodes: [nodeOf("a")] }));
      for (const { type, how, x, y } of steps) {
        const { document } = store.getState();
        const edge = document.edges.at(-1);
        if (how === "near") actions.addNode(type, { near: { x, y } });
        else if (how === "after") {
          actions.addNode(type, { afterPort: { nodeId: "a", port: "done" } });
        } else if (how === "edge" && edge) actions.addNode(type, { onEdge: edge.id });
        else actions.addNode(type);
      }
      const { document } = store.getState();
      // Steps pushed along by one put into a line may come to lie on others: those are not new.
      if (!steps.some(({ how }) => how === "edge")) assert.deepEqual(overlaps(document), []);
    }),
    { numRuns: 60 },
  );
});

test("a free point is taken as it is, and the closest free one otherwise", () => {
  const document = flowOf({ nodes: [nodeOf("a")] });
  assert.deepEqual(freePlace(document, { x: 600, y: 3 }), { x: 600, y: 0 });
  const below = freePlace(document, { x: 0, y: 100 });
  const above = freePlace(document, { x: 0, y: -100 });
  assert.ok(below.y > 100 && below.y < 200, String(below.y));
  assert.ok(above.y < -100 && above.y > -200, String(above.y));
});
