import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { EngineError } from "#lib/errors/engine-error.ts";
import { actor, type OperationsBench, openOperationsBench } from "./operations-bench.fixture.ts";

let bench: OperationsBench;
let refuseFrom: number | undefined;
beforeEach(async () => {
  refuseFrom = undefined;
  bench = await openOperationsBench({
    accept: async (run) => {
      if (refuseFrom !== undefined && bench.accepted.length >= refuseFrom) {
        throw new EngineError("overloaded", "Too many runs wait.");
      }
      bench.accepted.push(run);
      return { runId: run.runId ?? "" };
    },
  });
});
afterEach(() => bench.close());

const letter = (facts = {}, ago = "1 min") =>
  bench.run(
    "failed",
    { error: JSON.stringify({ code: "upstream_status", message: "The shop said no" }), ...facts },
    { dead_at: `now() - interval '${ago}'`, finished_at: "now()" },
  );

test("letters are listed newest first, page by page, and found by their text", async () => {
  const ids: string[] = [];
  for (const ago of ["1 min", "2 min", "3 min"]) ids.push(await letter({}, ago));
  await letter({ workspace_id: "w2" });
  await bench.run("failed", {}, { finished_at: "now()" });

  const first = await bench.operations.deadLetters(actor(), { limit: 2 });
  assert.deepEqual(
    first.letters.map((row) => row.runId),
    ids.slice(0, 2),
  );
  assert.equal(first.letters[0]?.error.message, "The shop said no");
  assert.equal(first.letters[0]?.flowName, "Orders");
  const second = await bench.operations.deadLetters(actor(), {
    limit: 2,
    cursor: first.nextCursor ?? "",
  });
  assert.deepEqual(
    second.letters.map((row) => row.runId),
    ids.slice(2),
  );
  assert.equal(second.nextCursor, null);
  const search = async (text: string) =>
    (await bench.operations.deadLetters(actor(), { search: text })).letters.length;
  assert.equal(await search("SHOP said"), 3);
  assert.equal(await search(ids[0] ?? ""), 1);
  assert.equal(await search("100%"), 0);
  await assert.rejects(bench.operations.deadLetters(actor(), { cursor: "nonsense" }));
});

test("a letter runs again with what came in, whole, and leaves the list", async () => {
  const runId = await letter({ depth: 3, input: JSON.stringify({ token: "[redacted]" }) });
  await bench.pool.query("INSERT INTO run_inbox (run_id, payload) VALUES ($1, $2)", [
    runId,
    { token: "abc" },
  ]);
  const outcome = await bench.operations.redrive(actor(), { runIds: [runId] });
  const [run] = bench.accepted;
  assert.deepEqual(outcome, {
    redriven: [{ runId, newRunId: run?.runId }],
    failed: [],
    remaining: 0,
  });
  assert.deepEqual(run?.payload, { token: "abc" });
  assert.equal(run?.parentRunId, runId);
  assert.equal(run?.depth, 3);
  assert.equal(run?.triggerKind, "webhook");
  assert.equal((await bench.row(runId)).dead_at, null);
  assert.equal((await bench.pool.query("SELECT 1 FROM run_inbox")).rowCount, 0);
  assert.deepEqual(await bench.audited(), ["runs.redrive"]);
});

test("a letter tried twice names the same run, a letter that failed anew another one", async () => {
  const runId = await letter();
  await bench.operations.redrive(actor(), { runIds: [runId] });
  // As if the process had died between accepting the run and clearing the letter.
  const { rows } = await bench.pool.query("SELECT now() - interval '1 min' AS at");
  await bench.pool.query("UPDATE runs SET dead_at = $2 WHERE id = $1", [runId, rows[0].at]);
  await bench.operations.redrive(actor(), { runIds: [runId] });
  await bench.pool.query("UPDATE runs SET dead_at = $2 WHERE id = $1", [runId, rows[0].at]);
  await bench.operations.redrive(actor(), { runIds: [runId] });
  const [first, second, third] = bench.accepted.map((run) => run.runId);
  assert.notEqual(first, second);
  assert.equal(second, third);
});

test("what cannot run as it was stays, with the reason", async () => {
  const cut = await letter({ input: JSON.stringify("x".repeat(200_000)) });
  const redacted = await letter({ input: JSON.stringify({ key: "[redacted]" }) });
  const chat = await letter({ conversation_id: "conv" });
  const orphan = await letter({ trigger_node_id: "gone" });
  const foreign = await letter({ workspace_id: "w2" });
  const listed = (await bench.operations.deadLetters(actor(), {})).letters;
  assert.deepEqual(
    new Set(listed.filter((row) => !row.redrivable).map((row) => row.runId)),
    new Set([cut, redacted, chat]),
  );
  const outcome = await bench.operations.redrive(actor(), {
    runIds: [cut, redacted, chat, orphan, foreign],
  });
  assert.deepEqual(
    new Set(outcome.failed.map((row) => row.runId)),
    new Set([cut, redacted, chat, orphan]),
  );
  assert.equal(bench.accepted.length, 0);
  assert.ok((await bench.row(cut)).dead_at);
  assert.ok((await bench.row(foreign)).dead_at);
});

test("a full queue stops a redrive of all; what was not tried is counted and stays", async () => {
  for (let n = 0; n < 40; n++) await letter();
  refuseFrom = 5;
  const outcome = await bench.operations.redrive(actor(), "all");
  assert.equal(outcome.redriven.length, 5);
  assert.equal(outcome.redriven.length + outcome.failed.length + outcome.remaining, 40);
  assert.ok(outcome.remaining > 0);
  refuseFrom = undefined;
  const again = await bench.operations.redrive(actor(), "all");
  assert.equal(again.redriven.length, 35);
  assert.equal((await bench.operations.snapshot(actor())).dead, 0);
});

test("letters of another workspace are not found, and nothing is on record", async () => {
  const foreign = await letter({ workspace_id: "w2" });
  for (const runIds of [[foreign], ["none", foreign]]) {
    await assert.rejects(bench.operations.redrive(actor(), { runIds }), { code: "not_found" });
    await assert.rejects(bench.operations.dismiss(actor(), { runIds }), { code: "not_found" });
  }
  assert.deepEqual(await bench.audited(), []);
  assert.equal((await bench.operations.dismiss(actor("w2"), "all")).dismissed, 1);
});

test("dismissing takes letters off the list and leaves the runs", async () => {
  const [one, two] = [await letter(), await letter()];
  const foreign = await letter({ workspace_id: "w2" });
  const dismissed = await bench.operations.dismiss(actor(), { runIds: [one, foreign] });
  assert.deepEqual(dismissed, { dismissed: 1 });
  assert.equal((await bench.row(one)).state, "failed");
  assert.ok((await bench.row(foreign)).dead_at);
  assert.deepEqual(await bench.operations.dismiss(actor(), "all"), { dismissed: 1 });
  assert.equal((await bench.row(two)).dead_at, null);
  assert.deepEqual(await bench.operations.dismiss(actor(), "all"), { dismissed: 0 });
  assert.deepEqual(await bench.audited(), ["runs.dismiss", "runs.dismiss"]);
});
