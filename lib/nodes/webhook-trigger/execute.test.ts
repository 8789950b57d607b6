import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

describe("webhook trigger", () => {
  it("hands on the request", async () => {
    const input = { method: "POST", query: {}, headers: {}, body: { a: 1 }, receivedAt: "now" };
    const result = await doneOf(executeNode(definition, execute, {}, { input }));
    assert.deepEqual(result.output, input);
  });

  it("offers the sample body's fields, and none when it is no JSON", () => {
    assert.deepEqual(definition.sample({ sampleBody: '{"order":7}' }).body, { order: 7 });
    assert.deepEqual(definition.sample({ sampleBody: "{" }).body, {});
    assert.equal(definition.sample({ methods: ["PUT"] }).method, "PUT");
  });

  it("offers a sample's query and headers as a request would deliver them", () => {
    const row = (name: string, value: string, enabled = true) => ({ name, value, enabled });
    const { query, headers } = definition.sample({
      sampleQuery: [row("p", "1"), row("tag", "a"), row("tag", "b"), row("off", "x", false)],
      sampleHeaders: [row("X-Shop", "berlin"), row("", "nobody"), row("__proto__", "x")],
    });
    assert.deepEqual(query, { p: "1", tag: ["a", "b"] });
    assert.deepEqual(headers, { "content-type": "application/json", "x-shop": "berlin" });
  });

  it("keeps its limits", () => {
    assert.equal(definition.config.safeParse({ timeoutSeconds: 121 }).success, false);
    assert.equal(definition.config.safeParse({ status: 404 }).success, false);
    assert.equal(definition.config.safeParse({ methods: ["TRACE"] }).success, false);
    assert.equal(definition.config.parse({ timeoutSeconds: "45" }).timeoutSeconds, 45);
  });
});
