import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { executors } from "#lib/nodes/executors.ts";
import { hookConnection, startLocalHook } from "#lib/nodes/testing/local-hook.fixture.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import { drawFlow, openBench, startInput, until } from "./run-bench.fixture.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
let hook: Awaited<ReturnType<typeof startLocalHook>>;
let http: HttpClient;
let offload: Offload;
/** What the runs take for the time, ms since 1970. */
let now = Date.UTC(2026, 2, 2, 9);

before(async () => {
  bench = await openBench();
  hook = await startLocalHook();
  http = createHttpClient({ allow: [hook.host] });
  offload = createOffload();
});
beforeEach(async () => {
  hook.calls.length = 0;
  hook.answer({});
  await bench.pool.query("TRUNCATE runs, run_steps, waits, step_memory");
});
after(async () => {
  await bench.close();
  await http.close();
  offload.close();
  await hook.close();
});

const overrides = () => ({
  ...{ http, offload, executors, definitionOf },
  clock: () => new Date(now),
  connections: { resolve: async () => hookConnection("make", hook.origin) },
});

function sendingFlow(config: JsonObject, more: JsonObject = {}) {
  const data = [{ name: "email", value: "{{ trigger.email }}" }];
  const send = {
    type: "make",
    connectionId: "c1",
    retries: 0,
    config: { data, ...config },
    ...more,
  };
  return bench.flow(drawFlow({ start: { type: "manual-trigger" }, send }, ["start -> send"]));
}

/** Lets the time come at which every waiting run goes on. */
async function passTime(): Promise<void> {
  const { rows } = await bench.pool.query<{ at: Date | null }>(
    "SELECT min(expires_at) AS at FROM waits WHERE consumed_at IS NULL",
  );
  const at = rows[0]?.at?.getTime();
  if (at === undefined || Number.isNaN(at)) return;
  now = Math.max(now, at);
  await bench.pool.query(
    "UPDATE waits SET expires_at = now() - interval '1 s' WHERE consumed_at IS NULL AND expires_at <= $1",
    [new Date(now + 1)],
  );
}

async function states(): Promise<string[]> {
  const { rows } = await bench.pool.query<{ state: string }>("SELECT state FROM runs ORDER BY id");
  return rows.map(({ state }) => state);
}

describe("steps that send to a hook", () => {
  it("a receiver that is down for an hour gets everything later, once, over a restart", async () => {
    const runs = 8;
    let service = await bench.worker({}, overrides());
    hook.answer({ status: 503, body: "down" });
    const target = await sendingFlow({ keepTrying: "6-hours" });
    const downUntil = now + 3_600_000;
    for (let n = 0; n < runs; n++) {
      await service.start(startInput(target, { email: `lead-${n}@example.com` })).result;
    }
    assert.deepEqual(new Set(await states()), new Set(["waiting"]));

    let restarted = false;
    let rounds = 0;
    await until(async () => {
      if (now >= downUntil) hook.answer({ body: "Accepted" });
      if (!restarted && now >= downUntil - 1_800_000) {
        restarted = true;
        await service.stop();
        service = await bench.worker({}, overrides());
      }
      const all = await states();
      if (all.every((state) => state === "succeeded")) return true;
      assert.ok(!all.includes("failed"), all.join());
      if (all.every((state) => state === "waiting" || state === "succeeded")) {
        rounds++;
        await passTime();
      }
      return false;
    });
    assert.ok(restarted && rounds > 5, `${rounds} rounds`);

    const byKey = new Map<string, string[]>();
    for (const { headers, body } of hook.calls) {
      const key = String(headers["idempotency-key"]);
      byKey.set(key, [...(byKey.get(key) ?? []), JSON.parse(body).email]);
    }
    assert.equal(byKey.size, runs, "one key for each activation, however often it was tried");
    for (const emails of byKey.values()) assert.equal(new Set(emails).size, 1);
    const delivered = hook.calls.slice(-runs).map(({ body }) => JSON.parse(body).email);
    assert.equal(new Set(delivered).size, runs, "each was delivered once, nothing was lost");
  });

  it("a hook that was switched off is told at once and never tried again", async () => {
    const service = await bench.worker({}, overrides());
    hook.answer({ status: 410 });
    const target = await sendingFlow({ keepTrying: "7-days" }, { retries: 3 });
    const result = await service.start(startInput(target, { email: "a@example.com" })).result;
    assert.deepEqual([result.state, result.error?.code], ["failed", "hook_gone"]);
    assert.equal(hook.calls.length, 1);
  });

  it("Trigger Conditions: once for each contact, of many runs at the same time", async () => {
    const service = await bench.worker({}, overrides());
    const target = await sendingFlow({ sendWhen: "once", whom: "{{ trigger.email }}" });
    const emails = ["a@example.com", "A@Example.com", "b@example.com"];
    const started = Array.from({ length: 30 }, (_, n) =>
      service.start(startInput(target, { email: emails[n % 3] ?? "" })),
    );
    const results = await Promise.all(started.map(({ result }) => result));
    assert.ok(results.every(({ state }) => state === "succeeded"));
    assert.equal(hook.calls.length, 2, "upper and lower case are the same");
    const skipped = results.filter(({ output }) => (output as JsonObject).sent === false);
    assert.equal(skipped.length, 28);
    assert.match(JSON.stringify(skipped[0]?.output), /sent for this one before/);
  });

  it("Trigger Conditions: a failed delivery is made up for by the next run", async () => {
    const service = await bench.worker({}, overrides());
    const target = await sendingFlow({ sendWhen: "once", whom: "{{ trigger.email }}" });
    const send = () => service.start(startInput(target, { email: "a@example.com" })).result;
    hook.answer({ status: 422 });
    assert.equal((await send()).state, "failed");
    hook.answer({});
    assert.equal(((await send()).output as JsonObject).sent, true);
    assert.equal(((await send()).output as JsonObject).sent, false);
  });

  it("Trigger Conditions: only what has changed, by chosen fields or all", async () => {
    const service = await bench.worker({}, overrides());
    const data = [
      { name: "lead.email", value: "{{ trigger.email }}" },
      { name: "seen", value: "{{ trigger.seen }}" },
    ];
    const sent = async (
      target: Awaited<ReturnType<typeof sendingFlow>>,
      email: string,
      seen: number,
    ) => {
      const { output } = await service.start(startInput(target, { email, seen })).result;
      return (output as JsonObject).sent;
    };
    const all = await sendingFlow({ data, sendWhen: "changed", whom: "ada" });
    assert.deepEqual(
      [
        await sent(all, "a", 1),
        await sent(all, "a", 1),
        await sent(all, "a", 2),
        await sent(all, "a", 1),
      ],
      [true, false, true, true],
    );
    const chosen = { data, sendWhen: "changed", whom: "bob", changedFields: ["lead.email"] };
    const some = await sendingFlow(chosen);
    assert.deepEqual(
      [await sent(some, "a", 1), await sent(some, "a", 2), await sent(some, "b", 2)],
      [true, false, true],
    );
  });

  it("goes on with what calls back at the address that was sent", async () => {
    const service = await bench.worker({}, overrides());
    const target = await sendingFlow({ answer: "callback", timeout: 1, timeoutUnit: "days" });
    const { runId, result } = service.start(startInput(target, { email: "a@example.com" }));
    assert.equal((await result).state, "waiting");
    const url = String(hook.lastData().callback_url);
    const waitId = url.slice(url.lastIndexOf("/callbacks/") + "/callbacks/".length);
    const request = { method: "POST", query: {}, headers: {}, body: { ok: 7 }, receivedAt: "" };
    assert.equal(await service.resumeCallback(waitId, request), "resumed");
    await until(async () => (await bench.runRow(runId)).state === "succeeded");
    assert.deepEqual((await bench.runRow(runId)).result.body, { ok: 7 });
    assert.equal(hook.calls.length, 1);
  });
});
