import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const yes = { left: "a", operator: "equals", right: "a" };
const no = { left: "a", operator: "equals", right: "b" };

async function outlet(branches: JsonObject[]): Promise<string | undefined> {
  return (await doneOf(executeNode(definition, execute, { branches }))).port;
}

describe("condition", () => {
  it("leaves by the first branch that holds", async () => {
    const branches = [
      { id: "b1", name: "One", when: { match: "all", rules: [no] } },
      { id: "b2", name: "Two", when: { match: "all", rules: [yes] } },
      { id: "b3", name: "Three", when: { match: "all", rules: [yes] } },
    ];
    const result = await doneOf(executeNode(definition, execute, { branches }));
    assert.equal(result.port, "b2");
    assert.deepEqual(result.output, { branch: "Two" });
  });

  it("asks for all rules or for any", async () => {
    assert.equal(
      await outlet([{ id: "b", when: { match: "all", rules: [yes, no] } }]),
      "otherwise",
    );
    assert.equal(await outlet([{ id: "b", when: { match: "any", rules: [yes, no] } }]), "b");
    assert.equal(await outlet([{ id: "b", when: { match: "any", rules: [no] } }]), "otherwise");
  });

  it("never takes a branch without rules", async () => {
    assert.equal(await outlet([{ id: "b", when: { match: "all", rules: [] } }]), "otherwise");
    assert.equal(await outlet([]), "otherwise");
  });

  it("keeps “otherwise” for itself", () => {
    const branches = [{ id: "otherwise", name: "x" }];
    assert.equal(definition.config.safeParse({ branches }).success, false);
  });
});
