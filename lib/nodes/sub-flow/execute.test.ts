import assert from "node:assert/strict";
import { test } from "node:test";
import type { Resumption } from "../contract.ts";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const settings = {
  flowId: "f2",
  input: [
    { name: " order ", value: 1042 },
    { name: "", value: "left out" },
  ],
};
const run = (config: object, context = {}) =>
  executeNode(definition, execute, { ...definition.defaults, ...config }, context);
const ended = (result: object): Resumption =>
  ({
    kind: "run",
    state: {},
    result: { runId: "r2", output: null, error: null, ...result },
  }) as Resumption;

test("calls with its values and waits, for a while when told to", async () => {
  const call = { flowId: "f2", input: { order: 1042 }, inConversation: false };
  assert.deepEqual(await run(settings), { kind: "wait", wait: { kind: "run", state: {}, call } });
  const limited = await run({ ...settings, giveUp: "after", timeout: 2, timeoutUnit: "hours" });
  assert.deepEqual(
    limited.kind === "wait" && limited.wait.expiresAt,
    new Date("2026-03-02T11:30:00.000Z"),
  );
});

test("goes on with the result, fails with the reason, and gives up in time", async () => {
  const { output } = await doneOf(
    run(settings, { resumed: ended({ state: "succeeded", output: { total: 3 } }) }),
  );
  assert.deepEqual(output, { result: { total: 3 }, runId: "r2" });
  await assert.rejects(
    run(settings, {
      resumed: ended({ state: "failed", error: { code: "x", message: "No such order." } }),
    }),
    { code: "called_flow_failed", message: /No such order/ },
  );
  const late = await doneOf(run(settings, { resumed: { kind: "timeout", state: {} } }));
  assert.equal(late.port, "timeout");
});

test("hands over for good", async () => {
  const calls: unknown[] = [];
  const execution = await doneOf(
    run(
      { ...settings, mode: "hand-over", inConversation: true },
      {
        startRun: async (call: unknown) => {
          calls.push(call);
          return { runId: "r3" };
        },
      },
    ),
  );
  assert.deepEqual(calls, [{ flowId: "f2", input: { order: 1042 }, inConversation: true }]);
  assert.equal(execution.stop, true);
});

test("without a flow it says what to do", async () => {
  await assert.rejects(run({}), { code: "invalid_config" });
});

test("values that templates left as text get their kind back", async () => {
  const input = [
    { name: "count", value: "3" },
    { name: "lines", value: '[{"id":1}]' },
    { name: "postcode", value: "01067" },
    { name: "code", type: "text", value: "42" },
    { name: "id", value: "12345678901234567890" },
    { name: "paid", value: "true" },
    { name: "note", value: "{not json" },
  ];
  const execution = await run({ ...settings, input });
  assert.ok(execution.kind === "wait" && execution.wait.kind === "run");
  assert.deepEqual(execution.wait.call.input, {
    count: 3,
    lines: [{ id: 1 }],
    postcode: "01067",
    code: "42",
    id: "12345678901234567890",
    paid: true,
    note: "{not json",
  });
});

test("a cancelled call fails, and names nothing that is not known", async () => {
  await assert.rejects(run(settings, { resumed: ended({ state: "canceled" }) }), {
    code: "called_flow_failed",
    message: /cancelled/,
  });
});
