import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sampleOf } from "../catalog.ts";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const calledBy = { runId: "r1", flowId: "f1", flowName: "Orders" };

describe("called trigger", () => {
  it("hands on what was passed, and who called", async () => {
    const input = { input: { orderId: 7 }, calledBy };
    const { output } = await doneOf(executeNode(definition, execute, {}, { input }));
    assert.deepEqual(output, { input: { orderId: 7 }, calledBy });
    definition.output.parse(output);
  });

  it("starts with nothing when nothing was passed", async () => {
    for (const input of [null, [], "text", {}]) {
      const { output } = await doneOf(executeNode(definition, execute, {}, { input }));
      assert.deepEqual(output, { input: {}, calledBy: null });
    }
  });

  it("shows its example to later steps", () => {
    const sample = sampleOf(definition, { input: '{"orderId":1042}' });
    assert.deepEqual(sample, { input: { orderId: 1042 }, calledBy: null });
    assert.deepEqual(sampleOf(definition, { input: "{" }), { input: {}, calledBy: null });
  });
});
