import assert from "node:assert/strict";
import { test } from "node:test";
import { createDatabase } from "#lib/db/client.ts";
import { createNoticeLine } from "#lib/db/notice-line.ts";
import { pausedWorkspaces, policiesChannel } from "#lib/db/operations/paused-workspaces.ts";
import { actor, openOperationsBench } from "#lib/operations/operations-bench.fixture.ts";
import { WorkspaceSet } from "./workspace-set.ts";

test("a pause is known in another process as soon as it is made, and so is its end", {
  timeout: 30_000,
}, async () => {
  const bench = await openOperationsBench();
  const other = createDatabase(String(bench.pool.options.connectionString));
  const log = { warn: () => undefined };
  const line = createNoticeLine(other.pool, () => undefined);
  const paused = new WorkspaceSet({
    ...{ what: "paused workspaces", channel: policiesChannel, line, log },
    read: () => pausedWorkspaces(other.pool),
    // Nothing but a notice makes it look again.
    refreshMs: 3_600_000,
  });
  const until = async (condition: () => boolean) => {
    while (!condition()) await bench.pool.query("SELECT pg_sleep(0.01)");
  };
  try {
    await line.start();
    await paused.start();
    assert.equal(paused.has("w1"), false);
    await bench.operations.pause(actor());
    await until(() => paused.has("w1"));
    assert.equal(paused.has("w2"), false);
    await bench.operations.resume(actor());
    await until(() => !paused.has("w1"));
  } finally {
    await paused.stop();
    await line.stop();
    await other.close();
    await bench.close();
  }
});
