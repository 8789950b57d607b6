import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { endSession } from "#lib/db/chat/end-session.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Resumption } from "#lib/nodes/contract.ts";
import {
  actor,
  done,
  drawFlow,
  openBench,
  startInput,
  type TestNode,
  testNodes,
  until,
} from "./run-bench.fixture.ts";

const rounds = 50;

let bench: Awaited<ReturnType<typeof openBench>>;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());
// Else they would walk the next test's runs.
afterEach(() => Promise.all(processes.splice(0).map((process) => process.stop())));
beforeEach(() => bench.pool.query("TRUNCATE runs, run_steps, waits, process_leases"));

type Process = Awaited<ReturnType<typeof bench.service>>;
const processes: Process[] = [];

/** Two processes that walk, wake and take over, and what came out of each wait, by its run. */
async function twoProcesses(kind: "reply" | "callback" | "person") {
  const answers = new Map<string, Resumption["kind"][]>();
  const ask: TestNode = {
    run: ({ resumed, idempotencyKey }) => {
      if (resumed === undefined) return { kind: "wait", wait: { kind, state: {} } };
      const [runId = ""] = idempotencyKey.split(":");
      answers.set(runId, [...(answers.get(runId) ?? []), resumed.kind]);
      return done(resumed.kind);
    },
  };
  const nodes = { ...testNodes, ask };
  const roles = ["web", "worker"] as const;
  const one = await bench.service(nodes, { roles });
  const two = await bench.service(nodes, { roles });
  processes.push(one, two);
  return { one, two, answers };
}

/** Starts a run and lets it come to rest; its one wait. */
async function rest(process: Process): Promise<{ runId: string; waitId: string; talk: string }> {
  const talk = randomUUID();
  const target = await bench.flow(
    drawFlow({ start: { type: "start" }, ask: { type: "ask" } }, ["start -> ask"]),
  );
  const started = process.start({ ...startInput(target), conversationId: talk });
  assert.equal((await started.result).state, "waiting");
  const { rows } = await bench.pool.query<{ id: string }>(
    "SELECT id FROM waits WHERE run_id = $1",
    [started.runId],
  );
  assert.equal(rows.length, 1);
  return { runId: started.runId, waitId: rows[0]?.id ?? "", talk };
}

const over = async (runId: string) =>
  ["succeeded", "failed", "canceled"].includes((await bench.runRow(runId)).state);

/** What is on disk of a run that has ended: one wait, consumed; each step once. */
async function assertConsumedOnce(runId: string): Promise<void> {
  const waits = await bench.pool.query("SELECT consumed_at FROM waits WHERE run_id = $1", [runId]);
  assert.equal(waits.rows.length, 1);
  assert.ok(waits.rows[0].consumed_at);
  const steps = (await bench.stepRows(runId)).map((step) => step.node_id);
  assert.equal(new Set(steps).size, steps.length);
}

const reply = {
  kind: "reply" as const,
  reply: { text: "yes", value: null, at: "2026-03-02T09:30:00.000Z" },
};

test(`a reply from two processes and its timeout: one of them, in ${rounds} rounds`, async () => {
  const { one, two, answers } = await twoProcesses("reply");
  const heard = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const { runId, waitId } = await rest(round % 2 === 0 ? one : two);
    const [first, second] = await Promise.all([
      one.resume(waitId, reply),
      two.resume(waitId, reply),
      round % 2 === 0 &&
        bench.pool.query("UPDATE waits SET expires_at = clock_timestamp() WHERE id = $1", [waitId]),
    ]);
    await until(() => over(runId));
    const replies = [first, second].filter((result) => result !== null).length;
    const got = answers.get(runId) ?? [];
    assert.equal(got.length, 1, `round ${round}: ${got}`);
    assert.equal(replies, got[0] === "reply" ? 1 : 0);
    assert.equal((await bench.runRow(runId)).result, got[0]);
    await assertConsumedOnce(runId);
    for (const kind of got) heard.add(kind);
  }
  assert.ok(heard.has("reply"));
});

test(`a callback at two processes and its timeout: one of them, in ${rounds} rounds`, async () => {
  const { one, two, answers } = await twoProcesses("callback");
  const request = { method: "POST", query: {}, headers: {}, body: null, receivedAt: "" };
  for (let round = 0; round < rounds; round++) {
    const { runId, waitId } = await rest(one);
    assert.equal(await two.callbackState(waitId), "open");
    const outcomes = await Promise.all([
      one.resumeCallback(waitId, request),
      two.resumeCallback(waitId, request),
      round % 2 === 0 &&
        bench.pool.query("UPDATE waits SET expires_at = clock_timestamp() WHERE id = $1", [waitId]),
    ]);
    await until(() => over(runId));
    const got = answers.get(runId) ?? [];
    assert.equal(got.length, 1, `round ${round}: ${got}`);
    const resumed = outcomes.filter((outcome) => outcome === "resumed").length;
    assert.equal(resumed, got[0] === "callback" ? 1 : 0);
    await assertConsumedOnce(runId);
    const after = got[0] === "callback" ? "used" : "expired";
    assert.equal(await one.callbackState(waitId), after);
    assert.equal(await two.resumeCallback(waitId, request), after);
  }
  assert.equal(await one.callbackState("nothing"), "unknown");
});

test(`a hand-back at two processes and the end of the session: one of them, in ${rounds} rounds`, async () => {
  const { one, two, answers } = await twoProcesses("person");
  const error = describeError(new UserError("session_ended", "Over."));
  await bench.pool.query("DELETE FROM conversations");
  for (let round = 0; round < rounds; round++) {
    const { runId, waitId, talk } = await rest(two);
    await bench.pool.query(
      `INSERT INTO conversations (id, workspace_id, flow_id, mode, token_hash)
       VALUES ($1, 'w1', 'f1', 'live', $1)`,
      [talk],
    );
    const end = () =>
      endSession(bench.pool, {
        ...{ conversationId: talk, fence: null, exceptRunId: null, error },
        kinds: ["reply", "person"],
      });
    const [first, second, ended] = await Promise.all([
      one.resumePerson(waitId, "ann"),
      two.resumePerson(waitId, "bob"),
      // Sometimes not at all, so that hand-backs win as well.
      round % 3 === 0 ? null : end(),
    ]);
    await until(() => over(runId));
    const { state } = await bench.runRow(runId);
    const got = answers.get(runId) ?? [];
    const handedBack = [first, second].filter(Boolean).length;
    assert.ok(handedBack <= 1, `round ${round}: handed back ${handedBack} times`);
    assert.ok(got.length <= handedBack, `round ${round}: ${got}`);
    // Whoever was told that the run goes on, was told the truth, unless its session ended since.
    if (state === "succeeded") assert.deepEqual(got, ["person"]);
    else assert.deepEqual([state, ended], ["canceled", [runId]]);
    await assertConsumedOnce(runId);
  }
});

test("an event that comes twice at once begins one run, in one process or two", async () => {
  let walked = 0;
  const count: TestNode = {
    run: () => {
      walked += 1;
      return done("walked");
    },
  };
  const nodes = { ...testNodes, count };
  const roles = ["web", "worker"] as const;
  const one = await bench.service(nodes, { roles });
  const two = await bench.service(nodes, { roles });
  processes.push(one, two);
  const target = await bench.flow(
    drawFlow({ start: { type: "start" }, count: { type: "count" } }, ["start -> count"]),
  );
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const input = { ...startInput(target), runId: randomUUID(), claim: true };
    const begun = [one, two, one, two].map((process) => process.start(input).result);
    for (const outcome of await Promise.allSettled(begun)) {
      if (outcome.status === "fulfilled") assert.equal(outcome.value.state, "succeeded");
      else {
        assert.equal(outcome.reason.code, "duplicate_event");
        refused += 1;
      }
    }
    assert.equal(walked, round + 1);
  }
  assert.equal(refused, rounds * 3);
});

test("the link of a run that was cancelled has expired", async () => {
  const { one } = await twoProcesses("callback");
  const { runId, waitId } = await rest(one);
  await one.cancel(actor(), runId);
  assert.equal(await one.callbackState(waitId), "expired");
});
