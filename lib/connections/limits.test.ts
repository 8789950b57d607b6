import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authorise } from "#lib/http/authorise.ts";
import { mayUse } from "./grants.ts";
import { type ConnectionLimits, checkUse } from "./limits.ts";

const refused = { code: "connection_not_allowed", fault: "user" };

describe("limits", () => {
  const use = { flowId: "f1", nodeType: "rest-api" };
  for (const [what, limits, fits] of [
    ["none", {}, true],
    ["this flow and step", { flows: ["f1"], nodes: ["rest-api"] }, true],
    ["another flow", { flows: ["f2"] }, false],
    ["another kind of step", { nodes: ["email"] }, false],
    ["no flow at all", { flows: [] }, false],
  ] as [string, ConnectionLimits, boolean][]) {
    it(`to ${what} ${fits ? "let" : "keep"} a step ${fits ? "use" : "from using"} it`, () => {
      const run = () => checkUse("Shop", limits, use);
      if (fits) run();
      else assert.throws(run, refused);
    });
  }

  it("to methods hold for every kind", () => {
    const connection = {
      ...{ id: "c1", kind: "bearer", name: "Shop", settings: {}, secrets: { token: "t" } },
      limits: { methods: ["GET" as const] },
    };
    const send = (method: string) =>
      authorise({ method, url: "https://x.test", headers: {} }, connection);
    send("get");
    for (const method of ["POST", "delete", "PROPFIND"]) {
      assert.throws(() => send(method), refused);
    }
  });
});

describe("grants", () => {
  const editor = { userId: "u1", role: "editor" as const };
  it("without lists are for everybody, and admins always may", () => {
    assert.equal(mayUse(editor, {}), true);
    assert.equal(mayUse({ userId: "u2", role: "admin" }, { people: [] }), true);
  });
  it("are for the people and the roles they name", () => {
    assert.equal(mayUse(editor, { roles: ["operator"] }), false);
    assert.equal(mayUse(editor, { roles: ["operator", "editor"] }), true);
    assert.equal(mayUse(editor, { people: ["u2"] }), false);
    assert.equal(mayUse(editor, { roles: [], people: ["u1"] }), true);
  });
});
