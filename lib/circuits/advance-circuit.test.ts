import assert from "node:assert/strict";
import { test } from "node:test";
import { advanceCircuit } from "./advance-circuit.ts";
import type { Circuit, Outcome } from "./circuit.ts";

const policy = { failures: 3, openMs: 10_000 };
const start = new Date("2026-05-04T10:00:00Z");
const ok: Outcome = { ok: true };
const failed: Outcome = { ok: false, reason: "it answered 500" };

const fresh: Circuit = {
  ...{ id: "c1", workspaceId: "w1", connectionId: "", host: "api.example.com" },
  ...{ state: "closed", failures: 0, openings: 0, reason: "", version: 0 },
  ...{ openedAt: null, retryAt: null, halfOpenAt: null, halfOpenUntil: null, probeId: null },
};

async function after(outcomes: Outcome[], from = fresh, now = start) {
  let circuit = from;
  for (const outcome of outcomes) {
    circuit = (await advanceCircuit(circuit, outcome, null, policy, now)).circuit;
  }
  return circuit;
}

const secondsOpen = (circuit: Circuit, since: Date) =>
  (Number(circuit.retryAt) - Number(since)) / 1000;

function probing(circuit: Circuit): Circuit {
  return { ...circuit, state: "half-open", probeId: "p1", halfOpenAt: start };
}

test("it opens at the limit of failures in a row; a success in between begins again", async () => {
  const two = await after([failed, failed]);
  assert.deepEqual([two.state, two.failures, two.reason], ["closed", 2, "it answered 500"]);
  assert.equal((await after([failed, failed, ok, failed, failed])).state, "closed");
  const open = await after([failed, failed, failed]);
  assert.deepEqual([open.state, open.failures, open.openings], ["open", 3, 1]);
  assert.equal(secondsOpen(open, start), 10);
  assert.deepEqual(open.openedAt, start);
});

test("what left before it opened changes nothing any more", async () => {
  const open = await after([failed, failed, failed]);
  for (const late of [ok, failed]) {
    const { circuit, event } = await advanceCircuit(open, late, null, policy, start);
    assert.equal(circuit, open);
    assert.equal(event, null);
  }
});

test("the probe closes it, or opens it for twice as long, up to five minutes", async () => {
  const open = await after([failed, failed, failed]);
  const good = await advanceCircuit(probing(open), ok, "p1", policy, start);
  assert.equal(good.event, "closed");
  const { state, failures, openings, openedAt, probeId } = good.circuit;
  assert.deepEqual([state, failures, openings, openedAt, probeId], ["closed", 0, 0, null, null]);

  let circuit = open;
  const pauses: number[] = [];
  for (let minute = 1; minute < 8; minute++) {
    const now = new Date(Number(start) + minute * 60_000);
    const next = await advanceCircuit(probing(circuit), failed, "p1", policy, now);
    assert.equal(next.event, "still-down");
    circuit = next.circuit;
    pauses.push(secondsOpen(circuit, now));
    assert.deepEqual(circuit.openedAt, start, "when the trouble began stays");
  }
  assert.deepEqual(pauses, [20, 40, 80, 160, 300, 300, 300]);
});

test("only the request that was let through decides", async () => {
  const waiting = probing(await after([failed, failed, failed]));
  for (const other of [null, "p2"]) {
    const { circuit } = await advanceCircuit(waiting, ok, other, policy, start);
    assert.equal(circuit.state, "half-open");
  }
});

test("a probe that found out nothing gives its turn to the next", async () => {
  const waiting = probing(await after([failed, failed, failed]));
  const { circuit } = await advanceCircuit(waiting, { ok: null }, "p1", policy, start);
  assert.deepEqual([circuit.state, circuit.retryAt, circuit.probeId], ["open", start, null]);
});

test("a host that asks to be left alone for longer is, up to a quarter of an hour", async () => {
  const asks = (retryAfterMs: number): Outcome => ({ ok: false, reason: "429", retryAfterMs });
  assert.equal(secondsOpen(await after([failed, failed, asks(60_000)]), start), 60);
  assert.equal(secondsOpen(await after([failed, failed, asks(1_000)]), start), 10);
  assert.equal(secondsOpen(await after([failed, failed, asks(86_400_000)]), start), 900);
});
