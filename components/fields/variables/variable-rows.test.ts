import assert from "node:assert/strict";
import { test } from "node:test";
import type { VariableGroup } from "./variable-group.ts";
import { nearestRow, variableRows } from "./variable-rows.ts";

const groups: VariableGroup[] = [
  {
    root: "trigger",
    title: "Webhook",
    tone: "trigger",
    value: { body: { order: { id: 7 }, items: [{ sku: "A-1" }] } },
    source: "run",
  },
  { root: "vars", title: "Variables", tone: "variable", value: { city: "Berlin" }, source: "run" },
];
const paths = (expanded: string[], query = "") =>
  variableRows(groups, new Set(expanded), query).map((row) => row.path);

test("only what is expanded is listed", () => {
  assert.deepEqual(paths([]), ["trigger", "vars"]);
  assert.deepEqual(paths(["trigger", "trigger.body"]), [
    "trigger",
    "trigger.body",
    "trigger.body.order",
    "trigger.body.items",
    "vars",
  ]);
});

test("a search finds names and values and keeps the rows above them", () => {
  assert.deepEqual(paths([], "sku"), [
    "trigger",
    "trigger.body",
    "trigger.body.items",
    "trigger.body.items[0]",
    "trigger.body.items[0].sku",
  ]);
  assert.deepEqual(paths([], "berlin"), ["vars", "vars.city"]);
  assert.deepEqual(paths([], "nothing like it"), []);
});

test("a search means the value of just that name, in the data before beside it", () => {
  const answer: VariableGroup = {
    ...{ root: "nodes.order", title: "Get order", tone: "integration", source: "sample" },
    value: { status: 200, body: { statusText: "Open", status: "open" } },
    meanings: { status: "HTTP status", body: "data of the answer" },
  };
  const found = (query: string) => {
    const rows = variableRows([answer], new Set(), query);
    return rows[nearestRow(rows, query)];
  };
  assert.equal(found("status")?.path, "nodes.order.body.status");
  assert.equal(found("status")?.within, "body › ");
  assert.equal(found("statust")?.path, "nodes.order.body.statusText");
  assert.equal(found("200"), undefined, "only its value fits");
  const [, status] = variableRows([answer], new Set(["nodes.order"]), "");
  assert.equal(status?.meaning, "HTTP status");
});

test("a huge list costs no more rows than can be read", () => {
  const value = Array.from({ length: 100_000 }, (_, index) => ({ index }));
  const rows = variableRows(
    [{ root: "vars", title: "Variables", tone: "variable", value, source: "run" }],
    new Set(["vars"]),
    "",
  );
  assert.equal(rows.length, 51);
  assert.equal(rows[1]?.siblings, 100_000);
});
