import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import { createConnectionStore } from "./connection-store.ts";
import type { ConnectionInput, ConnectionStore } from "./contract.ts";
import { createKeyRing } from "./key-ring.ts";

const token = "sk-live-0123456789-abcdefghij";

let testDatabase: TestDatabase;
let database: Database;
let http: HttpClient;
let store: ConnectionStore;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  const { prisma, pool } = database;
  const encryptionKeys = `main:${randomBytes(32).toString("base64")}`;
  const ring = await createKeyRing({ encryptionKeys, dataDir: "", mayGenerate: false, prisma });
  http = createHttpClient({});
  const guard = createEgressGuard(readAllowList([]));
  store = createConnectionStore({ prisma, pool, ring, http, guard });
  for (const id of ["w1", "w2"]) {
    await prisma.workspace.create({ data: { id, name: id, slug: id } });
  }
});
after(async () => {
  await http.close();
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.prisma.connection.deleteMany();
});

function actor(role: Role = "admin", workspaceId = "w1"): Actor {
  return {
    ...{ userId: `${role}-1`, name: role, workspaceId, role },
    ...{ sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
  };
}

const bearer = (): ConnectionInput => ({ name: "Shop", kind: "bearer", values: { token } });
const refusal = (code: string) => ({ code });

async function lastEntry() {
  return database.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
}

describe("a credential", () => {
  it("can be duplicated, secret and all, and needs a test of its own", async () => {
    const limits = { methods: ["GET" as const] };
    const { id } = await store.create(actor(), { ...bearer(), limits });
    const tested = { lastTest: { ok: true, at: "", message: "Fine", durationMs: 1 } };
    await database.prisma.connection.update({ where: { id }, data: tested });
    const copy = await store.duplicate(actor(), id);
    const again = await store.duplicate(actor(), id);
    assert.deepEqual([copy.name, again.name], ["Shop (copy)", "Shop (copy 2)"]);
    assert.deepEqual([copy.state, copy.limits], ["untested", limits]);
    assert.equal((await store.resolve("w1", copy.id)).secrets.token, token);
    assert.equal((await lastEntry()).action, "connection.duplicate");
    await assert.rejects(store.duplicate(actor("editor"), id), refusal("not_permitted"));
    await assert.rejects(store.duplicate(actor("owner", "w2"), id), refusal("not_found"));
  });

  it("goes only to the flows and steps an admin chose, from the next step on", async () => {
    const { id } = await store.create(actor(), bearer());
    const use = { flowId: "f1", nodeType: "rest-api" };
    await store.resolve("w1", id, use);
    await store.update(actor(), id, { limits: { flows: ["f2"] } });
    await assert.rejects(store.resolve("w1", id, use), refusal("connection_not_allowed"));
    await store.resolve("w1", id, { ...use, flowId: "f2" });
    const entry = await lastEntry();
    assert.deepEqual((entry.before as { limits: object }).limits, {});
    assert.deepEqual((entry.after as { limits: object }).limits, { flows: ["f2"] });
    assert.equal((await store.list(actor()))[0]?.state, "untested");
  });

  it("ends when an admin says so", async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const made = await store.create(actor(), { ...bearer(), expiresAt });
    assert.deepEqual([made.state, made.expiresAt], ["expiring", expiresAt]);
    assert.equal((await store.update(actor(), made.id, { name: "Store" })).expiresAt, expiresAt);
    assert.equal((await store.update(actor(), made.id, { expiresAt: null })).expiresAt, null);
    const wrong = store.update(actor(), made.id, { expiresAt: "soon" });
    await assert.rejects(wrong, refusal("invalid_input"));
  });

  it("says who made it, who may use it, and what is the matter with it", async () => {
    const grants = { people: ["editor-1"] };
    const { id } = await store.create(actor(), { ...bearer(), grants });
    const seenBy = async (who: Actor) => (await store.list(who))[0];
    assert.equal((await seenBy(actor("editor")))?.mayUse, true);
    assert.equal((await seenBy(actor("operator")))?.mayUse, false);
    const day = 86_400_000;
    for (const [data, state] of [
      [{ expiresAt: new Date(Date.now() + 30 * day) }, "untested"],
      [{ expiresAt: new Date(Date.now() + 3 * day) }, "expiring"],
      [{ expiresAt: new Date(Date.now() - day) }, "expired"],
      [{ lastTest: { ok: false, at: "", message: "No", durationMs: 1 } }, "failing"],
      [{ attention: { code: "x", message: "Revoked", since: "" } }, "attention"],
    ] as const) {
      await database.prisma.connection.update({ where: { id }, data });
      assert.equal((await seenBy(actor()))?.state, state);
    }
  });
});

describe("where a credential is used", () => {
  it("counts steps in drafts and live versions of flows that exist", async () => {
    const { id } = await store.create(actor(), bearer());
    const nodes = (count: number) => ({
      nodes: [
        ...Array.from({ length: count }, (_, index) => ({ id: `n${index}`, connectionId: id })),
        { id: "free", connectionId: null },
      ],
    });
    const flow = (flowId: string, draft: object, deletedAt: Date | null = null) =>
      database.prisma.flow.create({
        data: {
          id: flowId,
          workspaceId: "w1",
          name: flowId,
          slug: flowId,
          draft,
          draftHash: "",
          deletedAt,
        },
      });
    await flow("both", nodes(1));
    await flow("draft", nodes(3));
    await flow("gone", nodes(1), new Date());
    await flow("broken", { nodes: "none" });
    await flow("without", { nodes: [] });
    await database.prisma.documentSnapshot.create({
      data: { workspaceId: "w1", hash: "h", document: nodes(2) },
    });
    await database.prisma.flowVersion.create({
      data: { id: "v1", workspaceId: "w1", flowId: "both", number: 1, documentHash: "h" },
    });
    await database.prisma.flow.update({ where: { id: "both" }, data: { liveVersionId: "v1" } });
    const [summary] = await store.list(actor("editor"));
    assert.deepEqual(summary?.usedBy, [
      { flowId: "both", flowName: "both", live: true, nodes: 2 },
      { flowId: "draft", flowName: "draft", live: false, nodes: 3 },
    ]);
    assert.equal(summary?.usedByHidden, 0);

    await database.prisma.flow.updateMany({
      where: { id: { in: ["both", "draft"] } },
      data: { limited: true, grantedPeople: ["somebody-else"] },
    });
    const [seen] = await store.list(actor("editor"));
    assert.deepEqual([seen?.usedBy, seen?.usedByHidden], [[], 2]);
    await database.prisma.flow.update({
      where: { id: "draft" },
      data: { grantedPeople: [actor("editor").userId] },
    });
    const [granted] = await store.list(actor("editor"));
    assert.deepEqual(
      granted?.usedBy.map(({ flowId }) => flowId),
      ["draft"],
    );
    assert.equal(granted?.usedByHidden, 1);
    const [whole] = await store.list(actor("admin"));
    assert.deepEqual([whole?.usedBy.length, whole?.usedByHidden], [2, 0]);
  });
});
