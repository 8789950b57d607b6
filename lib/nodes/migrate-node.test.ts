import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { flowNode } from "#lib/flow/document.ts";
import { definitionOf } from "./catalog.ts";
import { migrateNode } from "./migrate-node.ts";
import { failsWith } from "./testing/context.ts";

function node(version: number, type = "merge") {
  return flowNode.parse({
    id: "n1",
    type,
    version,
    name: "My step",
    key: "my_step",
    position: { x: 0, y: 0 },
    config: { log: ["stored"] },
  });
}

describe("migrateNode", () => {
  const merge = definitionOf("merge");
  assert.ok(merge);
  const definition = {
    ...merge,
    version: 3,
    migrate: [
      (config: object) => ({ ...config, first: true }),
      (config: object) => ({ ...config, second: Object.keys(config).length }),
    ],
  };

  it("lifts through every step that is still to come, in order", () => {
    assert.deepEqual(migrateNode(node(1), definition).config, {
      log: ["stored"],
      first: true,
      second: 2,
    });
    assert.deepEqual(migrateNode(node(2), definition).config, { log: ["stored"], second: 1 });
    assert.equal(migrateNode(node(1), definition).version, 3);
  });

  it("returns current and unknown nodes as they are", () => {
    const current = node(3);
    assert.equal(migrateNode(current, definition), current);
    const unknown = node(1, "no-such-node");
    assert.equal(migrateNode(unknown), unknown);
  });

  it("refuses what a newer version saved", () => {
    assert.throws(() => migrateNode(node(4), definition), failsWith("invalid_document", /My step/));
  });
});
