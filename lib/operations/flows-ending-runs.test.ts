import assert from "node:assert/strict";
import { test } from "node:test";
import { createFlowStore } from "#lib/flow-store/flow-store.ts";
import { flowsEndingRuns } from "./flows-ending-runs.ts";
import { actor, openOperationsBench } from "./operations-bench.fixture.ts";

test("deleting a flow cancels its open runs; unpublishing leaves them; strangers delete nothing", async () => {
  const bench = await openOperationsBench();
  try {
    const flows = flowsEndingRuns(createFlowStore({ prisma: bench.prisma }), bench.operations);
    const waiting = await bench.run("waiting");
    await bench.wait(waiting);
    const other = await bench.run("queued", { flow_id: "f3" }, { queued_at: "now()" });

    await flows.unpublish(actor("w1", "editor"), "f1");
    assert.equal((await bench.row(waiting)).state, "waiting");
    await assert.rejects(flows.remove(actor("w2"), "f1"));
    await assert.rejects(flows.remove(actor("w1", "viewer"), "f1"));
    assert.equal((await bench.row(waiting)).state, "waiting");

    await flows.remove(actor("w1", "editor"), "f1");
    const row = await bench.row(waiting);
    assert.equal(row.state, "canceled");
    assert.match(row.error.message, /deleted/);
    assert.equal((await bench.row(other)).state, "queued");
  } finally {
    await bench.close();
  }
});
