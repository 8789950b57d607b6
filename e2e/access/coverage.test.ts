import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repository } from "../driver/start-product.ts";
import { accessTable } from "./access-table.ts";
import { declaredActions } from "./actions.ts";
import { difference, everythingDeclared } from "./declared.ts";

const names = accessTable.map(({ name }) => name);

test("every action, route and page is in the table of who may do what, and nothing else", async () => {
  assert.deepEqual(difference(await everythingDeclared(), names), {
    ...{ missing: [], stale: [], twice: [] },
  });
});

test("what is in the product and not in the table is told by its name", async () => {
  const declared = await everythingDeclared();
  const without = names.filter((name) => name !== "GET /api/ui/runs");
  assert.deepEqual(difference(declared, without).missing, ["GET /api/ui/runs"]);
  assert.deepEqual(difference([...declared, "POST /api/ui/new"], names).missing, [
    "POST /api/ui/new",
  ]);
  assert.deepEqual(difference(declared, [...names, "page /gone"]).stale, ["page /gone"]);
});

test("each line has a cell for every role, for nobody and for another workspace", () => {
  const columns = ["owner", "admin", "editor", "operator", "viewer"];
  for (const { name, cells } of accessTable) {
    const api = name.includes(" /api/v1/") && cells.length > 10;
    const wanted = api
      ? [...columns.map((role) => `a key of a ${role}`), "no key", "a key of another workspace"]
      : [...columns, "signed out", "another workspace"];
    const there = cells.map(({ column }) => column);
    assert.deepEqual(
      wanted.filter((column) => !there.includes(column)),
      [],
      name,
    );
  }
});

test("server actions are found in the sources", () => {
  const found = declaredActions();
  assert.ok(found.length > 60, `only ${found.length}`);
  assert.ok(found.includes("people/actions.ts#transferOwnership"));
});

test("the server registers no routes but those that are listed here", () => {
  const main = readFileSync(join(repository, "lib/server/main.ts"), "utf8");
  const calls = [...main.matchAll(/\b(register\w+|mount\w+)\(|\bapp\.(get|post|all|route)\(/g)];
  assert.deepEqual([...new Set(calls.map(([, registers, verb]) => registers ?? verb))].sort(), [
    "mountNextPages",
    "registerMetricsRoute",
    "registerRoutes",
  ]);
});
