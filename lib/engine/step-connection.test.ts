import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { basicTypes, done, drawFlow, nodeType, runInMemory } from "./walk.fixture.ts";

const caller = nodeType(({ connection }) => done(connection?.secrets.token ?? null), {
  retries: 2,
});
const types = {
  ...basicTypes,
  call: {
    ...caller,
    definition: { ...caller.definition, connection: { kinds: ["bearer"], required: true } },
  },
};
const document = drawFlow(
  { start: { type: "start" }, call: { type: "call", connectionId: "c1" } },
  ["start -> call"],
);
const shop = (token: string): ResolvedConnection => ({
  ...{ id: "c1", kind: "bearer", name: "Shop", settings: {}, secrets: { token } },
});

async function callWith(connection: (attempt: number) => ResolvedConnection) {
  const asked: string[][] = [];
  const run = runInMemory(document, {
    types,
    host: {
      connection: async (...use) => {
        asked.push(use);
        return connection(asked.length);
      },
    },
  });
  await run.outcome;
  return { asked, call: run.steps.findLast(({ nodeId }) => nodeId === "call") };
}

describe("a step's connection", () => {
  it("is asked for with the step's type, for limits", async () => {
    const { asked, call } = await callWith(() => shop("first"));
    assert.deepEqual(asked, [["c1", "call"]]);
    assert.equal(call?.output, "first");
  });

  it("is fetched again when its provider was away for a moment", async () => {
    const { asked, call } = await callWith((attempt) => {
      if (attempt < 3) throw new UpstreamError("upstream_status", "Away", { status: 503 });
      return shop("third");
    });
    assert.equal(asked.length, 3);
    assert.deepEqual([call?.state, call?.output, call?.attempts], ["succeeded", "third", 3]);
  });

  it("that may not be used is not asked for again", async () => {
    const { asked, call } = await callWith(() => {
      throw new UserError("connection_not_allowed", "“Shop” may not be used in this flow.");
    });
    assert.equal(asked.length, 1);
    assert.deepEqual([call?.state, call?.error?.code], ["failed", "connection_not_allowed"]);
  });

  it("that the database cannot give is not the step's own fault", async () => {
    const { call } = await callWith(() => {
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    });
    assert.equal(call?.state, "failed");
    assert.notEqual(call?.error?.code, "executor_failed");
  });
});
