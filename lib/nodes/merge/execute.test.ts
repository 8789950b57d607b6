import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

describe("merge", () => {
  it("hands on what arrived, by the key of the step it came from", async () => {
    const arrivals = { stock: { left: 3 }, price: { value: 9 } };
    const result = await doneOf(executeNode(definition, execute, {}, { arrivals }));
    assert.deepEqual(result.output, arrivals);
  });
});
