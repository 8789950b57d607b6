import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findListedConversation, listConversations } from "#lib/db/chat/list-conversations.ts";
import { createDatabase } from "#lib/db/client.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import { createOperationsService } from "#lib/operations/create-operations-service.ts";
import {
  actor,
  done,
  drawFlow,
  openBench,
  startInput,
  testNodes,
  until,
} from "./run-bench.fixture.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());

const refused = { code: "run_not_found" };

test("runs of a flow that somebody may not work on are not there for them, under way or ended", async () => {
  const gate = Promise.withResolvers<void>();
  let begun = false;
  const nodes = {
    ...testNodes,
    hold: {
      run: async () => {
        begun = true;
        await gate.promise;
        return done(null);
      },
    },
  };
  const service = await bench.service(nodes);
  const target = await bench.flow(
    drawFlow({ start: { type: "start" }, hold: { type: "hold" } }, ["start -> hold"]),
  );
  await bench.pool.query("UPDATE flows SET limited = true, granted_people = '{u2}'");
  const { runId, result } = service.start(startInput(target));
  await until(() => begun);

  const shut = actor("w1", "editor");
  const granted = { ...shut, userId: "u2" };
  for (const state of ["under way", "ended"]) {
    await assert.rejects(service.get(shut, runId), refused, state);
    await assert.rejects(service.cancel(shut, runId), refused, state);
    await assert.rejects(
      service.subscribe(shut, runId, () => undefined),
      refused,
      state,
    );
    assert.equal((await service.get(granted, runId)).run.id, runId);
    if (state === "under way") {
      gate.resolve();
      assert.equal((await result).state, "succeeded");
    }
  }
  await assert.rejects(service.rerun(shut, runId), refused);
  assert.deepEqual((await service.list(shut, {})).runs, []);
  assert.equal((await service.list(granted, {})).runs.length, 1);
  assert.equal((await service.list(actor("w1", "admin"), {})).runs.length, 1);
});

test("nor are its failed runs, conversations and cancelling them all", async () => {
  await bench.pool.query(
    `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
       trigger_node_id, started_at, dead_at)
     VALUES ('dead', 'w1', 'f1', 'h', 'live', 'failed', 'webhook', 'start', now(), now());
     INSERT INTO conversations (id, workspace_id, flow_id, mode, token_hash, last_seq)
     VALUES ('talk', 'w1', 'f1', 'live', 'x', 1)`,
  );
  const database = createDatabase(`${bench.pool.options.connectionString}`);
  try {
    const operations = createOperationsService({
      ...{ pool: bench.pool, prisma: database.prisma },
      flows: { liveByFlow: async () => null },
      accept: async () => assert.fail("nothing is run again"),
    });
    const shut = actor("w1", "operator");
    assert.deepEqual((await operations.deadLetters(shut, {})).letters, []);
    assert.equal((await operations.dismiss(shut, "all")).dismissed, 0);
    await assert.rejects(operations.dismiss(shut, { runIds: ["dead"] }), { code: "not_found" });
    await assert.rejects(operations.cancelFlow(shut, "f1"), { code: "not_found" });
    const wanted = { limit: 10 };
    const listed = (who: typeof shut) =>
      listConversations(bench.pool, "w1", granteeOf(who), wanted);
    const found = (who: typeof shut) =>
      findListedConversation(bench.pool, "w1", granteeOf(who), "talk");
    assert.deepEqual([await listed(shut), await found(shut)], [[], null]);
    const service = await bench.service();
    await assert.rejects(service.subscribeConversation(shut, "talk", () => undefined));
    const granted = { ...shut, userId: "u2" };
    assert.equal((await listed(granted)).length, 1);
    assert.equal((await found(granted))?.id, "talk");
    assert.equal((await operations.deadLetters(granted, {})).letters.length, 1);
    assert.equal((await operations.dismiss(granted, "all")).dismissed, 1);
    (await service.subscribeConversation(granted, "talk", () => undefined))();
  } finally {
    await database.close();
  }
});
