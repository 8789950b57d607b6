import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { createFlowStore } from "#lib/flow-store/flow-store.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { createOffload } from "#lib/offload/offload.ts";
import type { SystemService } from "./contract.ts";
import { createSystemService } from "./create-system-service.ts";

const operation = (parameters: unknown[] = []) => ({ parameters, responses: {} });
const page = (required: boolean) => ({
  ...{ name: "page", in: "query", required },
  schema: { type: "integer" },
});
const described = (paths: object, title = "Shop") =>
  JSON.stringify({
    ...{ openapi: "3.1.0", info: { title, version: "1" }, paths },
    servers: [{ url: "/v1" }],
  });

let answer = "";
const server = createServer((_, response) => response.end(answer));
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
const offload = createOffload({ processes: 1, heapMb: 512 });
let testDatabase: TestDatabase;
let database: Database;
let systems: SystemService;
let origin = "";

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  const { prisma, pool } = database;
  const connections = { resolve: () => Promise.reject(new Error("no connection is used here")) };
  systems = createSystemService({ prisma, pool, http, offload, connections });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const id of ["w1", "w2"]) {
    await database.prisma.workspace.create({ data: { id, name: id, slug: id } });
  }
});
after(async () => {
  offload.close();
  server.close();
  await http.close();
  await database.close();
  await testDatabase.drop();
});

const actor = (role: Role = "admin", workspaceId = "w1"): Actor => ({
  ...{ userId: `${role}-1`, name: role, workspaceId, role, sessionIdHash: "" },
  ...{ ip: "", userAgent: "", requestId: "" },
});

describe("API Integration: the systems a workspace knows", () => {
  it("imports a description by its address", async () => {
    answer = described({ "/orders": { get: operation() } });
    const made = await systems.import(actor(), { name: "", source: { url: `${origin}/api.json` } });
    assert.deepEqual([made.name, made.operations, made.baseUrl], ["Shop", 1, `${origin}/v1`]);
    assert.deepEqual(
      (await systems.list(actor("viewer"))).map(({ id }) => id),
      [made.id],
    );
    assert.equal((await systems.operation(actor("editor"), made.id, "get /orders")).method, "GET");
    const entry = await database.prisma.auditEntry.findFirst({ where: { targetId: made.id } });
    assert.equal(entry?.action, "system.import");
  });

  it("says what a refresh changed and which flows use it, and keeps what they use", async () => {
    const text = described(
      {
        "/a": { get: operation([page(false)]) },
        "/b": { get: operation() },
        "/c": { get: operation() },
      },
      "Refreshed",
    );
    const { id } = await systems.import(actor(), { name: "", source: { text } });
    const flows = createFlowStore({ prisma: database.prisma });
    const call = { systemId: id, operation: await systems.operation(actor(), id, "get /b") };
    const flow = await flows.create(actor(), { name: "Orders" });
    const { draft } = await database.prisma.flow.findUniqueOrThrow({ where: { id: flow.id } });
    const other = { systemId: id, operation: await systems.operation(actor(), id, "get /a") };
    const nodes = [
      { id: "n1", type: "connect", config: { call } },
      { id: "n2", type: "connect", disabled: true, config: { does: "call", call: other } },
    ];
    const document = { ...Object(draft), nodes };
    await database.prisma.flow.update({ where: { id: flow.id }, data: { draft: document } });

    const next = described({ "/a": { get: operation([page(true)]) }, "/d": { get: operation() } });
    const { changes } = await systems.refresh(actor(), id, { text: next });
    assert.deepEqual(
      changes.map(({ kind, key, details, flows: used }) => [
        kind,
        key,
        details,
        used.map((one) => one.name),
      ]),
      [
        ["changed", "get /a", ["The query parameter “page” is required now."], ["Orders"]],
        ["added", "get /d", [], []],
        ["removed", "get /b", [], ["Orders"]],
        ["removed", "get /c", [], []],
      ],
    );
    const current = await systems.currentOf(actor("viewer"), document);
    assert.deepEqual(
      current.map(({ key, hash }) => [key, hash === null ? "gone" : hash === other.operation.hash]),
      [
        ["get /b", "gone"],
        ["get /a", false],
      ],
    );
    const lines = await systems.operations(actor(), id);
    assert.deepEqual(lines.map(({ key, gone }) => `${key}${gone ? " gone" : ""}`).sort(), [
      "get /a",
      "get /b gone",
      "get /d",
    ]);
    assert.deepEqual((await systems.get(actor(), id)).usedBy, [
      { id: flow.id, name: "Orders", live: false, steps: 2 },
    ]);
  });

  it("keeps what was described by hand, of one kind, and undoes nobody’s change", async () => {
    const written = (body: string, action = "") => ({
      baseUrl: "https://erp.example.com/",
      operations: [{ id: "a", name: "Look up", format: "soap11", inputs: [], action, body }],
    });
    const first = { written: written("<a/>") };
    const { id, refreshedAt } = await systems.import(actor(), { name: "ERP", source: first });
    const listed = (await systems.list(actor())).find((one) => one.id === id);
    assert.deepEqual([listed?.kind, listed?.written], ["written", null]);
    assert.equal((await systems.get(actor(), id)).written?.operations[0]?.body, "<a/>");
    const next = { written: written("<b/>", "urn:b"), since: refreshedAt };
    const { changes } = await systems.refresh(actor(), id, next);
    assert.deepEqual(
      changes.map(({ details }) => details),
      [["Its SOAP action is “urn:b” now.", "The template of its body is another one."]],
    );
    await assert.rejects(
      systems.refresh(actor(), id, { written: written("<c/>"), since: refreshedAt }),
      { code: "stale_write" },
    );
    await assert.rejects(
      systems.refresh(actor(), id, { text: described({ "/x": { get: operation() } }) }),
      { code: "invalid_input" },
    );
    assert.equal((await systems.get(actor(), id)).written?.operations[0]?.body, "<b/>");
  });

  it("is for admins to change, for one workspace alone, and known by one name", async () => {
    const source = { text: described({ "/x": { get: operation() } }, "Guarded") };
    const { id } = await systems.import(actor(), { name: "", source });
    for (const role of ["editor", "operator", "viewer"] as const) {
      await assert.rejects(systems.import(actor(role), { name: "", source }), {
        code: "not_permitted",
      });
      await assert.rejects(systems.refresh(actor(role), id, source), { code: "not_permitted" });
      await assert.rejects(systems.remove(actor(role), id), { code: "not_permitted" });
    }
    const stranger = actor("owner", "w2");
    for (const ask of [
      () => systems.get(stranger, id),
      () => systems.operations(stranger, id),
      () => systems.operation(stranger, id, "get /x"),
      () => systems.refresh(stranger, id, source),
      () => systems.remove(stranger, id),
    ]) {
      await assert.rejects(ask, { code: "not_found" });
    }
    await assert.rejects(systems.import(actor(), { name: "", source }), { code: "name_taken" });
    await systems.remove(actor(), id);
    await assert.rejects(systems.get(actor(), id), { code: "not_found" });
  });

  const specs = process.env.PATCHBAY_SPECS ?? "";
  for (const [name, count] of [
    ["github", 800],
    ["stripe", 400],
  ] as const) {
    it(`imports ${name}'s description in seconds`, { skip: specs === "" }, async () => {
      const text = await readFile(join(specs, `${name}.openapi.json`), "utf8");
      const startedAt = performance.now();
      const made = await systems.import(actor(), { name, source: { text } });
      assert.ok(made.operations > count);
      assert.ok(performance.now() - startedAt < 20_000);
    });
  }
});
