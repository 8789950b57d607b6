import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

describe("flow-event trigger", () => {
  it("hands on what it was started with", async () => {
    const input = definition.output.parse(definition.sample({}));
    const result = await doneOf(executeNode(definition, execute, {}, { input }));
    assert.deepEqual(result.output, input);
  });

  it("shows a failed run where it hears only those", () => {
    const { run } = definition.output.parse(definition.sample({ outcome: "failed" }));
    assert.equal(run.state, "failed");
    assert.notEqual(run.error, null);
    assert.equal(definition.output.parse(definition.sample({ flow: "f7" })).flow.id, "f7");
  });

  it("says what it waits for", () => {
    assert.equal(definition.describe({}), "When any other flow *succeeds*");
    assert.equal(
      definition.describe({ flow: "f1", outcome: "failed" }),
      "When another flow *fails*",
    );
    assert.equal(definition.describe({ outcome: "any" }), "When any other flow *ends*");
  });
});
