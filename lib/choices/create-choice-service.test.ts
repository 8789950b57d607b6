import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { executors } from "#lib/nodes/executors.ts";
import { hookConnection } from "#lib/nodes/testing/local-hook.fixture.ts";
import { createChoiceService } from "./create-choice-service.ts";

const actorOf = (role: Role): Actor => ({
  ...{ userId: "u1", name: "Ann", workspaceId: "w1", role },
  ...{ sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
});
const editor = actorOf("editor");
const noHttp: HttpClient = { request: () => assert.fail("a request"), close: async () => {} };
const token = "make-token-0123456789";

function serviceOf({ mayUse = true, http = noHttp } = {}) {
  const resolved = hookConnection("pabbly", "https://connect.pabbly.com", {
    settings: { hooks: ["New leads", "Support"], zone: "https://eu1.make.com" },
    secrets: { apiToken: token },
  });
  const summaries = [
    { id: "p", kind: "pabbly", name: "Pabbly", mayUse },
    { id: "m", kind: "make", name: "Make", mayUse },
  ] as ConnectionSummary[]; // what the service looks at of them
  return createChoiceService({
    flows: {
      get: async (_actor, flowId) => {
        if (flowId === "f1") return {} as never; // only whether it is there
        throw new UserError("not_found", "There is no such flow.");
      },
    },
    connections: {
      list: async () => summaries,
      resolve: async (_workspace, id, use) => {
        assert.deepEqual(use?.flowId, "f1");
        return { ...resolved, kind: id === "m" ? "make" : "pabbly" };
      },
    },
    executors,
    http,
  });
}

const wanted = { flowId: "f1", nodeType: "pabbly", field: "hook", connectionId: "p", config: {} };

describe("live choices", () => {
  it("come from the node's executor, with the connection of the step", async () => {
    const choices = await serviceOf().load(editor, wanted);
    assert.deepEqual(
      choices.map(({ label }) => label),
      ["New leads", "Support"],
    );
    assert.deepEqual(await serviceOf().load(editor, { ...wanted, connectionId: null }), []);
  });

  it("are for those who may edit the flow and use the connection", async () => {
    await assert.rejects(serviceOf().load(actorOf("viewer"), wanted), { code: "not_permitted" });
    await assert.rejects(serviceOf().load(editor, { ...wanted, flowId: "f2" }), {
      code: "not_found",
    });
    const ungranted = serviceOf({ mayUse: false }).load(editor, wanted);
    await assert.rejects(ungranted, { code: "connection_not_allowed" });
    for (const connectionId of ["m", "x"]) {
      const other = serviceOf().load(editor, { ...wanted, connectionId });
      await assert.rejects(other, { code: "connection_missing" }, connectionId);
    }
  });

  it("are there for fields that have some only", async () => {
    for (const change of [
      { field: "workflowId" },
      { field: "constructor" },
      { nodeType: "__proto__" },
    ]) {
      const none = serviceOf().load(editor, { ...wanted, ...change });
      await assert.rejects(none, { code: "not_found" }, JSON.stringify(change));
    }
  });

  it("give no secret away, whatever the other side answers", async () => {
    const make = { ...wanted, nodeType: "make", field: "team", connectionId: "m" };
    const failing: HttpClient = {
      ...noHttp,
      request: () => Promise.reject(new UpstreamError("upstream_closed", `It said ${token}.`)),
    };
    await assert.rejects(serviceOf({ http: failing }).load(editor, make), (error: Error) => {
      assert.match(error.message, /redacted/);
      assert.doesNotMatch(error.message, new RegExp(token));
      return true;
    });
  });
});
