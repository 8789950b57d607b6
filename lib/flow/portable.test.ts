import assert from "node:assert/strict";
import { test } from "node:test";
import { exportFlow, importFlow } from "./portable.ts";
import { flowOf, nodeOf } from "./test-flow.ts";

const known = (id: string, name: string) => ({ id, name, kind: "bearer" });

test("a backup connection leaves by name, and comes in as the one of that name", () => {
  const call = {
    ...nodeOf("call", "rest-api", {}),
    ...{ connectionId: "here-1", backupConnectionId: "here-2" },
  };
  const document = flowOf({ nodes: [nodeOf("start", "manual-trigger"), call], edges: [] });
  const flow = { name: "Flow", folder: "", tags: [], document };
  const file = exportFlow(flow, [known("here-1", "Main"), known("here-2", "Spare")]);
  assert.doesNotMatch(JSON.stringify(file), /here-/);

  const both = importFlow(file, [known("there-1", "Main"), known("there-2", "Spare")]);
  const [, imported] = both.document.nodes;
  assert.equal(imported?.connectionId, "there-1");
  assert.equal(imported?.backupConnectionId, "there-2");

  const one = importFlow(file, [known("there-1", "Main")]);
  assert.equal(one.document.nodes[1]?.backupConnectionId, null);
  assert.deepEqual(one.missing, [{ name: "Spare", kind: "bearer" }]);
});
