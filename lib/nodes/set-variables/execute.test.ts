import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { doneOf, executeNode, failsWith, listeningChat } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

function set(type: string, value: string, name = "x") {
  return doneOf(executeNode(definition, execute, { variables: [{ name, type, value }] }));
}

describe("set variables", () => {
  it("writes variables and hands them on", async () => {
    const variables: JsonObject[] = [
      { name: "city", value: "Berlin" },
      { name: "total", type: "number", value: "12.5" },
    ];
    const result = await doneOf(executeNode(definition, execute, { variables }));
    assert.deepEqual(result.vars, { city: "Berlin", total: 12.5 });
    assert.deepEqual(result.output, result.vars);
  });

  const cases: [type: string, text: string, expected: Json][] = [
    ["auto", "12", 12],
    ["auto", "-0.5", -0.5],
    ["auto", "007", "007"],
    ["auto", "1.50", "1.50"],
    ["auto", "12345678901234567890", "12345678901234567890"],
    ["auto", "1e5", "1e5"],
    ["auto", "true", true],
    ["auto", '{"a":[1]}', { a: [1] }],
    ["auto", "{not json", "{not json"],
    ["auto", " hello ", " hello "],
    ["auto", "", ""],
    ["text", "12", "12"],
    ["number", " 1e3 ", 1000],
    ["boolean", "Yes", true],
    ["boolean", "", false],
    ["json", "[1, 2]", [1, 2]],
    ["json", "", null],
  ];
  for (const [type, text, expected] of cases) {
    it(`reads “${text}” as ${type}: ${JSON.stringify(expected)}`, async () => {
      assert.deepEqual((await set(type, text)).vars, { x: expected });
    });
  }

  it("saves only what is to be remembered with the contact, after all of it was read", async () => {
    const variables: JsonObject[] = [
      { name: "city", value: "Berlin", remember: true },
      { name: "total", value: "12" },
    ];
    const { chat, remembered } = listeningChat();
    const result = await doneOf(executeNode(definition, execute, { variables }, { chat }));
    assert.deepEqual(remembered, { city: "Berlin" });
    assert.deepEqual(result.vars, { city: "Berlin", total: 12 });

    const bad: JsonObject[] = [
      { name: "town", value: "Bonn", remember: true },
      { name: "n", type: "number", value: "x" },
    ];
    await assert.rejects(executeNode(definition, execute, { variables: bad }, { chat }));
    assert.deepEqual(remembered, { city: "Berlin" });
    await assert.rejects(
      executeNode(definition, execute, { variables }),
      failsWith("conversation_not_found"),
    );
  });

  it("names the variable whose value does not fit", async () => {
    await assert.rejects(set("number", "12 EUR"), failsWith("invalid_value", /“x” is “12 EUR”/));
    await assert.rejects(set("number", ""), failsWith("invalid_value", /“x” is empty/));
    await assert.rejects(set("boolean", "maybe"), failsWith("invalid_value", /“x”/));
    await assert.rejects(set("json", "{"), failsWith("invalid_json", /“x”.*column 2/));
  });

  it("refuses names that reach prototypes, and names that are none", async () => {
    for (const name of ["__proto__", "constructor", "prototype"]) {
      await assert.rejects(set("text", "a", name), failsWith("forbidden_key"));
    }
    for (const name of ["", "1a", "a b", "ä", "a".repeat(41)]) {
      await assert.rejects(set("text", "a", name), failsWith("invalid_value"));
    }
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });
});
