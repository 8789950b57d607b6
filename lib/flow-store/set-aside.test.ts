import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { mostSetAside, pruneSetAside } from "#lib/db/flows/prune-set-aside.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { FlowStore } from "./contract.ts";
import { createFlowStore } from "./flow-store.ts";

let testDatabase: TestDatabase;
let database: Database;
let flows: FlowStore;
let flowId: string;

const actor = (id: string, role: Role, workspaceId = "w1"): Actor => ({
  ...{ userId: id, name: id, workspaceId, role, sessionIdHash: "" },
  ...{ ip: "", userAgent: "", requestId: "" },
});
const ada = actor("ada", "owner");
const edda = actor("edda", "editor");
const viewer = actor("vera", "viewer");
const draft = (name: string) => flowOf({ nodes: [nodeOf(name)] });

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  flows = createFlowStore({ prisma: database.prisma });
  const { prisma } = database;
  for (const id of ["w1", "w2"])
    await prisma.workspace.create({ data: { id, name: id, slug: id } });
  for (const { userId: id, role } of [ada, edda, viewer]) {
    await prisma.user.create({ data: { id, email: `${id}@x.test`, name: id, passwordHash: "" } });
    await prisma.membership.create({ data: { workspaceId: "w1", userId: id, role } });
  }
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  flowId = (await flows.create(ada, { name: "Bookings", document: draft("first") })).id;
});

test("a draft that is replaced on purpose is kept, with who saved it and who chose", async () => {
  await flows.saveDraft(edda, { flowId, baseRevision: 1, document: draft("hers") });
  await flows.saveDraft(ada, { flowId, baseRevision: 2, document: draft("his"), setAside: true });
  const [kept, ...more] = await flows.listSetAside(viewer, flowId);
  assert.deepEqual([kept?.savedBy, kept?.setAsideBy, more.length], ["edda", "ada", 0]);
  const document = await flows.readSetAside(viewer, flowId, kept?.id ?? "");
  assert.equal(document.nodes[0]?.id, "hers");
  const entry = await database.prisma.auditEntry.findFirst({
    where: { targetId: flowId, action: "flow.set-aside" },
  });
  assert.equal(entry?.actorId, "ada");
});

test("a save that replaces nothing, or is stale, sets nothing aside", async () => {
  await flows.saveDraft(ada, { flowId, baseRevision: 1, document: draft("his") });
  const stale = await flows.saveDraft(edda, {
    ...{ flowId, baseRevision: 1 },
    ...{ document: draft("hers"), setAside: true },
  });
  assert.equal(stale.saved, false);
  assert.deepEqual(await flows.listSetAside(ada, flowId), []);
});

test("edits that give way are kept as their author's, and the draft stays", async () => {
  await flows.setAside(edda, { flowId, document: draft("hers") });
  const [kept] = await flows.listSetAside(ada, flowId);
  assert.equal(kept?.savedBy, "edda");
  assert.equal((await flows.get(ada, flowId)).document.nodes[0]?.id, "first");
});

test("what was set aside is for those who may work on the flow", async () => {
  await flows.setAside(ada, { flowId, document: draft("his") });
  const [kept] = await flows.listSetAside(ada, flowId);
  const id = kept?.id ?? "";
  const input = { flowId, document: draft("hers") };
  const gone = { code: "not_found" };
  const stranger = actor("ada", "owner", "w2");
  await assert.rejects(flows.listSetAside(stranger, flowId), gone);
  await assert.rejects(flows.readSetAside(stranger, flowId, id), gone);
  await assert.rejects(flows.setAside(stranger, input), gone);
  await assert.rejects(flows.setAside(viewer, input), { code: "not_permitted" });
  const other = await flows.create(ada, { name: "Another" });
  await assert.rejects(flows.readSetAside(ada, other.id, id), gone);
  await flows.setGrants(ada, flowId, { limited: true, roles: [], people: [] });
  await assert.rejects(flows.listSetAside(edda, flowId), gone);
  await assert.rejects(flows.readSetAside(edda, flowId, id), gone);
  await assert.rejects(flows.setAside(edda, input), gone);
});

test("the newest of each flow are kept, for 30 days", async () => {
  const other = await flows.create(ada, { name: "Another" });
  await flows.setAside(ada, { flowId: other.id, document: draft("other") });
  for (let count = 0; count < mostSetAside + 2; count++) {
    await flows.setAside(ada, { flowId, document: draft(`n${count}`) });
  }
  const { pool } = database;
  await pool.query(
    `UPDATE set_aside_drafts SET set_aside_at = now() - interval '31 days'
     WHERE document->'nodes'->0->>'id' = 'n21'`,
  );
  while ((await pruneSetAside(pool, 2)) === 2);
  const { rows } = await pool.query<{ name: string }>(
    `SELECT document->'nodes'->0->>'id' AS name FROM set_aside_drafts WHERE flow_id = $1`,
    [flowId],
  );
  const names = rows.map(({ name }) => name);
  assert.equal(names.includes("n21"), false, "too old");
  assert.equal(names.includes("n0"), false, "too many after it");
  assert.equal(names.includes("n20"), true);
  assert.ok(names.length >= mostSetAside - 1 && names.length <= mostSetAside);
  assert.equal((await flows.listSetAside(ada, other.id)).length, 1);
});
