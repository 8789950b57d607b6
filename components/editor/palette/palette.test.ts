import assert from "node:assert/strict";
import { test } from "node:test";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { catalog, definitionOf } from "#lib/nodes/catalog.ts";
import { nextPort } from "./next-port.ts";
import { searchNodes } from "./search-nodes.ts";

const found = (query: string) => searchNodes(catalog, query).map(({ id }) => id);

test("a search finds by name first, then by keyword", () => {
  assert.equal(found("rest")[0], "rest-api");
  assert.equal(found("if")[0], "condition");
  assert.ok(found("email").includes("ask-question"));
  assert.deepEqual(found("zzzz"), []);
  assert.equal(found("  ").length, catalog.length);
});

test("what comes next takes the first free outlet, and then the first line", () => {
  const branch = nodeOf("if", "condition", definitionOf("condition")?.defaults);
  const say = nodeOf("say", "send-message");
  const free = flowOf({ nodes: [branch, say], edges: [["if", "yes", "say"]] });
  assert.deepEqual(nextPort(free, "if"), { afterPort: { nodeId: "if", port: "otherwise" } });
  const full = flowOf({
    nodes: [branch, say],
    edges: [
      ["if", "yes", "say"],
      ["if", "otherwise", "say"],
    ],
  });
  assert.deepEqual(nextPort(full, "if"), { onEdge: "e0" });
  assert.equal(nextPort(full, null), null);
});
