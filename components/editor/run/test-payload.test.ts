import assert from "node:assert/strict";
import { test } from "node:test";
import { type FlowDocument, flowDocument } from "#lib/flow/document.ts";
import {
  chosenTrigger,
  readPayload,
  triggersOf,
  typedPayload,
  typePayload,
  useTestInput,
} from "./test-payload.ts";

const node = (id: string, type: string, disabled = false) => ({
  id,
  key: id,
  type,
  version: 1,
  name: id,
  position: { x: 0, y: 0 },
  config: { sampleBody: '{"id": 7}' },
  disabled,
});
const flow: FlowDocument = flowDocument.parse({
  schemaVersion: 1,
  nodes: [
    node("off", "webhook-trigger", true),
    node("hook", "webhook-trigger"),
    node("hand", "manual-trigger"),
    node("call", "rest-api"),
  ],
  edges: [{ id: "e", source: "hand", sourcePort: "done", target: "call" }],
});

test("a test starts at the chosen trigger, else at the first that is switched on", () => {
  assert.deepEqual(
    triggersOf(flow).map(({ id }) => id),
    ["hook", "hand"],
  );
  assert.equal(chosenTrigger(flow, "hand", null)?.id, "hand");
  assert.equal(chosenTrigger(flow, "call", null)?.id, "hook");
  assert.equal(chosenTrigger(flow, undefined, "call")?.id, "hand");
  assert.equal(chosenTrigger(flow, "hook", "call")?.id, "hook");
  assert.equal(chosenTrigger({ ...flow, nodes: [] }, undefined, null), undefined);
});

test("the sample stands until something is typed, and what is typed has to be JSON", () => {
  const hook = chosenTrigger(flow, "hook", null);
  assert.ok(hook);
  const sample = readPayload(undefined, hook);
  assert.ok(typeof sample === "object" && sample !== null && "body" in sample);
  assert.deepEqual(sample.body, { id: 7 });
  assert.equal(readPayload("{", hook), undefined);
  assert.equal(readPayload(" ", hook), null);
  assert.deepEqual(readPayload("[1]", hook), [1]);
});

test("typed input is remembered by flow and trigger, and can be taken back", () => {
  typePayload("f1", "hook", "1");
  typePayload("f2", "hook", "2");
  assert.equal(typedPayload(useTestInput.getState(), "f1", "hook"), "1");
  typePayload("f1", "hook", undefined);
  assert.equal(typedPayload(useTestInput.getState(), "f1", "hook"), undefined);
  assert.equal(typedPayload(useTestInput.getState(), "f2", "hook"), "2");
});
