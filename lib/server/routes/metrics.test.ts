import assert from "node:assert/strict";
import { test } from "node:test";
import Fastify from "fastify";
import type { Totals } from "#lib/db/operations/read-totals.ts";
import { createMetrics } from "#lib/server/telemetry/create-metrics.ts";
import { registerMetricsRoute } from "./metrics.ts";

const totals: Totals = {
  queued: 7,
  oldestQueuedSeconds: 12.5,
  running: 3,
  dead: 1,
  waiting: [{ kind: "reply", count: 4 }],
};
const pools = { main: { totalCount: 5, idleCount: 2, waitingCount: 1 } };

function serving(token: string | undefined, readTotals = async () => totals) {
  const app = Fastify();
  const metrics = createMetrics({ readTotals, pools });
  void registerMetricsRoute(app, { metrics, token });
  const get = (headers: { [name: string]: string }, remoteAddress = "127.0.0.1") =>
    app.inject({ url: "/metrics", headers, remoteAddress });
  return { app, metrics, get };
}

test("what the engine tells and what the database holds is shown as Prometheus reads it", async () => {
  const { metrics, get } = serving(undefined);
  metrics.runs.accepted(4);
  metrics.runs.runEnded({
    runId: "r",
    workspaceId: "w",
    flowId: "f",
    state: "failed",
    triggerKind: "webhook",
    mode: "live",
    queuedAt: 1_000,
    startedAt: 1_200,
    endedAt: 2_000,
    stepCount: 2,
  });
  metrics.runs.stepEnded({
    runId: "r",
    activationId: "a",
    nodeId: "n",
    nodeType: "rest-api",
    state: "succeeded",
    startedAt: 0,
    durationMs: 40,
    attempts: 1,
  });
  metrics.runs.journalFlushed({ durationMs: 2, runs: 12, steps: 60 });
  const answer = await get({ host: "localhost:3000" });
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers["content-type"]), /^text\/plain; version=0\.0\.4/);
  for (const line of [
    "patchbay_queue_depth 7",
    "patchbay_queue_oldest_age_seconds 12.5",
    "patchbay_runs_running 3",
    'patchbay_runs_waiting{kind="reply"} 4',
    "patchbay_dead_letters 1",
    'patchbay_runs_ended_total{state="failed",trigger="webhook"} 1',
    'patchbay_steps_total{type="rest-api",state="succeeded"} 1',
    'patchbay_step_duration_seconds_bucket{le="0.05",type="rest-api"} 1',
    "patchbay_run_queue_seconds_sum 0.2",
    "patchbay_accept_duration_seconds_count 1",
    "patchbay_journal_flush_runs_sum 12",
    'patchbay_db_pool_connections{pool="main",state="busy"} 3',
    'patchbay_db_pool_waiting{pool="main"} 1',
    "patchbay_database_up 1",
  ]) {
    assert.ok(answer.body.split("\n").includes(line), line);
  }
  assert.match(answer.body, /^nodejs_eventloop_lag_p99_seconds /m);
  assert.match(answer.body, /^process_resident_memory_bytes /m);
});

test("a database that is away takes the queue's figures with it and nothing else", async () => {
  const { get } = serving(undefined, async () => {
    throw new Error("gone");
  });
  const { body } = await get({ host: "127.0.0.1" });
  assert.match(body, /^patchbay_database_up 0$/m);
  assert.match(body, /^patchbay_queue_depth NaN$/im);
  assert.match(body, /^process_resident_memory_bytes \d/m);
});

test("only this machine or the token gets in", async () => {
  const { get } = serving("a-long-enough-token");
  const host = "localhost:3000";
  const status = async (...parameters: Parameters<typeof get>) =>
    (await get(...parameters)).statusCode;
  const bearer = (token: string) => ({ host: "x.test", authorization: `Bearer ${token}` });

  assert.equal(await status({ host }), 200);
  assert.equal(await status({ host: "[::1]:3000" }, "::1"), 200);
  assert.equal(await status(bearer("a-long-enough-token"), "203.0.113.9"), 200);

  assert.equal(await status(bearer("a-long-enough-tokeN"), "203.0.113.9"), 401);
  assert.equal(await status({ host }, "203.0.113.9"), 401);
  // A browser lured here by another name, and a proxy on this machine.
  assert.equal(await status({ host: "evil.test" }), 401);
  assert.equal(await status({ host, "x-forwarded-for": "203.0.113.9" }), 401);
  assert.equal(await status({ host, forwarded: "for=203.0.113.9" }), 401);
  const refused = await get({ host: "evil.test" });
  assert.equal(refused.headers["www-authenticate"], "Bearer");
  assert.doesNotMatch(refused.body, /patchbay_/);
});

test("without a token set, no token is right", async () => {
  const { get } = serving(undefined);
  for (const authorization of ["Bearer undefined", "Bearer ", "Bearer null"]) {
    const answer = await get({ host: "x.test", authorization }, "203.0.113.9");
    assert.equal(answer.statusCode, 401);
  }
});
