import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

describe("error trigger", () => {
  it("hands on what it was started with", async () => {
    const input = definition.output.parse(definition.sample);
    const result = await doneOf(executeNode(definition, execute, {}, { input }));
    assert.deepEqual(result.output, input);
  });

  it("says what it waits for", () => {
    assert.equal(definition.describe({ flow: "" }), "When any other flow *fails*");
    assert.equal(definition.describe({ flow: "f1" }), "When another flow *fails*");
  });
});
