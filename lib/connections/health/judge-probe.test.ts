import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestOutcome } from "../test-connection.ts";
import { judgeProbe, type Probed } from "./judge-probe.ts";

const hour = 3_600_000;
const well: Probed = { everyMinutes: null, failures: 0, attention: null };
const at = "2026-05-04T10:00:00.000Z";
const outcome = (status: number, more: Partial<TestOutcome> = {}): TestOutcome => ({
  ...{ ok: status < 400, at, message: `status ${status}`, durationMs: 5, status },
  ...more,
});
/** In the middle of the spread. */
const judge = (before: Probed, found: TestOutcome | null) => judgeProbe(before, found, 0.5);

test("every six hours while all is well, as often as an admin says, spread a little", () => {
  assert.equal(judge(well, outcome(200)).nextInMs, 6 * hour);
  assert.equal(judge({ ...well, everyMinutes: 30 }, outcome(200)).nextInMs, hour / 2);
  const spread = [0, 1].map((random) => judgeProbe(well, outcome(200), random).nextInMs / hour);
  assert.deepEqual(
    spread.map((hours) => Math.round(hours * 10) / 10),
    [5.4, 6.6],
  );
});

test("a failure that may pass is looked at again in an hour; the second asks for somebody", () => {
  const first = judge(well, outcome(503));
  assert.deepEqual([first.failures, first.attention, first.nextInMs], [1, null, hour]);
  const second = judge(first, outcome(503));
  assert.deepEqual(second.attention, { code: "probe_failing", message: "status 503", since: at });
  const later = judge(second, outcome(500, { at: "2026-05-04T12:00:00.000Z" }));
  assert.deepEqual([later.attention?.since, later.attention?.message], [at, "status 500"]);
  const again = judge(later, outcome(200));
  assert.deepEqual([again.failures, again.attention], [0, null]);
});

test("a refused credential asks at once, and is not tried often enough to lock an account", () => {
  let state = judge(well, outcome(401));
  assert.equal(state.attention?.code, "probe_failing");
  const pauses = [state.nextInMs];
  for (let count = 0; count < 3; count++) {
    state = judge(state, outcome(401));
    pauses.push(state.nextInMs);
  }
  assert.deepEqual(
    pauses.map((pause) => pause / hour),
    [1, 1, 24, 24],
  );
});

test("a busy host has said nothing about the credential, and is left alone as it asks", () => {
  const busy = judge(well, outcome(429, { retryAfterMs: 9 * hour }));
  assert.deepEqual([busy.failures, busy.attention, busy.nextInMs], [0, null, 9 * hour]);
  assert.equal(judge(well, outcome(503, { retryAfterMs: 2 * hour })).nextInMs, 2 * hour);
});

test("what others ask for is theirs to clear", () => {
  const attention = { code: "revoked", message: "Revoked on 3 May.", since: at };
  for (const status of [200, 401, 503])
    assert.deepEqual(
      judge({ ...well, failures: 5, attention }, outcome(status)).attention,
      attention,
    );
});

test("nothing to test by changes nothing", () => {
  assert.deepEqual(judge(well, null), { ...well, nextInMs: 6 * hour });
});
