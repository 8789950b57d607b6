import assert from "node:assert/strict";
import { test } from "node:test";
import { validate } from "uuid";
import { eventIdOf, runIdOf } from "./event-id.ts";

test("each way of signing names its events, and a header of one's own comes first", () => {
  const headers = {
    "webhook-id": "msg_1",
    "x-github-delivery": "d-1",
    "idempotency-key": "k-1",
    "x-event": " e-1 ",
  };
  const body = { id: "evt_1" };
  assert.equal(eventIdOf({ scheme: "standard" }, "", headers, body), "msg_1");
  assert.equal(eventIdOf({ scheme: "github" }, "", headers, body), "d-1");
  assert.equal(eventIdOf({ scheme: "stripe" }, "", headers, body), "evt_1");
  assert.equal(eventIdOf({ scheme: "token", header: "x" }, "", headers, body), "k-1");
  assert.equal(eventIdOf(undefined, "", headers, body), "k-1");
  assert.equal(eventIdOf({ scheme: "stripe" }, "X-Event", headers, body), "e-1");
});

test("where there is no name, or one nobody would give, every delivery is an event", () => {
  assert.equal(eventIdOf(undefined, "", {}, {}), undefined);
  assert.equal(eventIdOf({ scheme: "stripe" }, "", {}, []), undefined);
  assert.equal(eventIdOf({ scheme: "stripe" }, "", {}, { id: 7 }), undefined);
  assert.equal(eventIdOf(undefined, "", { "idempotency-key": " " }, {}), undefined);
  assert.equal(eventIdOf(undefined, "", { "idempotency-key": "k".repeat(301) }, {}), undefined);
});

test("a run's id is that of its hook and event", () => {
  assert.ok(validate(runIdOf("hook", "event")));
  assert.equal(runIdOf("hook", "event"), runIdOf("hook", "event"));
  assert.notEqual(runIdOf("hook", "event"), runIdOf("hook", "event2"));
  assert.notEqual(runIdOf("a", "bc"), runIdOf("ab", "c"));
});
