import assert from "node:assert/strict";
import { test } from "node:test";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import { filterFlows, foldersOf } from "./filter-flows.ts";

function flow(name: string, rest: Partial<FlowSummary> = {}): FlowSummary {
  return {
    id: name,
    name,
    folder: "",
    tags: [],
    slug: name,
    state: "draft",
    triggers: [],
    nodeCount: 0,
    limited: false,
    updatedAt: "2026-01-01T00:00:00.000Z",
    lastRun: null,
    ...rest,
  };
}

const flows = [
  flow("Order status", { folder: "Shop", tags: ["support"], state: "live" }),
  flow("Lead form", { folder: "Sales", state: "changed" }),
  flow("Opening hours"),
];
const everything = { search: "", folder: null, state: "all" };

test("every word of the search has to be found, in name, tag or folder", () => {
  const found = (search: string) =>
    filterFlows(flows, { ...everything, search }).map((found) => found.name);
  assert.deepEqual(found("shop SUPPORT"), ["Order status"]);
  assert.deepEqual(found("shop lead"), []);
  assert.deepEqual(found("  "), ["Order status", "Lead form", "Opening hours"]);
});

test("folder and state narrow the list; the empty folder means flows without one", () => {
  assert.deepEqual(
    filterFlows(flows, { ...everything, folder: "" }).map((found) => found.name),
    ["Opening hours"],
  );
  assert.deepEqual(
    filterFlows(flows, { ...everything, state: "changed" }).map((found) => found.name),
    ["Lead form"],
  );
});

test("folders are listed once, by name", () => {
  assert.deepEqual(foldersOf(flows), ["Sales", "Shop"]);
});
