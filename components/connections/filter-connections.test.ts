import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { everyConnection, filterConnections, isIn } from "./filter-connections.ts";

function connection(name: string, rest: Partial<ConnectionSummary> = {}): ConnectionSummary {
  return {
    ...{ id: name, name, kind: "bearer", kindLabel: "Bearer token", settings: {}, hint: "" },
    ...{ state: "ok", lastTest: null, attention: null, expiresAt: null, oauth: null },
    probing: { everyMinutes: null, nextAt: "" },
    ...{ lastUsedAt: "2026-01-01T00:00:00Z", createdAt: "", owner: null, limits: {}, grants: {} },
    ...{ mayUse: true, usedBy: [], usedByHidden: 0, ...rest },
  };
}
const names = (list: ConnectionSummary[]) => list.map(({ name }) => name);

test("what somebody has to look at comes first, the rest by name", () => {
  const list = [
    connection("d", { state: "untested" }),
    connection("c"),
    connection("b", { state: "expiring" }),
    connection("a", { state: "failing" }),
    connection("z", { state: "attention" }),
    connection("y", { state: "expired" }),
  ];
  assert.deepEqual(names(filterConnections(list, everyConnection)), ["z", "a", "y", "b", "c", "d"]);
  const trouble = filterConnections(list, { ...everyConnection, view: "trouble" });
  assert.deepEqual(names(trouble), ["z", "a", "y"]);
});

test("the search looks at name, kind, owner and flows", () => {
  const uses = [{ flowId: "f", flowName: "Night orders", nodes: 1, live: true }];
  const owner = { id: "u", name: "Ada" };
  const list = [connection("Shop", { usedBy: uses }), connection("Bank", { owner })];
  const search = (text: string) =>
    names(filterConnections(list, { ...everyConnection, search: text }));
  assert.deepEqual(search("orders shop"), ["Shop"]);
  assert.deepEqual(search("ada"), ["Bank"]);
  assert.deepEqual(search("bearer"), ["Bank", "Shop"]);
  assert.deepEqual(search("nothing"), []);
});

test("never used is apart from the state", () => {
  assert.equal(isIn(connection("a", { lastUsedAt: null }), "unused"), true);
  assert.equal(isIn(connection("a"), "unused"), false);
});
