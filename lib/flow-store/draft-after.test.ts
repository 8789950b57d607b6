import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { FlowStore } from "./contract.ts";
import { createFlowStore } from "./flow-store.ts";

let testDatabase: TestDatabase;
let database: Database;
let flows: FlowStore;

const actor = (id: string, role: Role, workspaceId = "w1"): Actor => ({
  ...{ userId: id, name: id, workspaceId, role, sessionIdHash: "" },
  ...{ ip: "", userAgent: "", requestId: "" },
});
const ada = actor("ada", "owner");
const edda = actor("edda", "editor");

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  flows = createFlowStore({ prisma: database.prisma });
  const { prisma } = database;
  for (const id of ["w1", "w2"])
    await prisma.workspace.create({ data: { id, name: id, slug: id } });
  for (const { userId: id, role } of [ada, edda]) {
    await prisma.user.create({ data: { id, email: `${id}@x.test`, name: id, passwordHash: "" } });
    await prisma.membership.create({ data: { workspaceId: "w1", userId: id, role } });
  }
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});

test("who has the newest draft is told nothing, and others get it with who saved it", async () => {
  const { id, revision } = await flows.create(ada, { name: "Bookings" });
  assert.equal(await flows.draftAfter(ada, id, revision), null);
  const document = flowOf({ nodes: [nodeOf("a")] });
  await flows.saveDraft(edda, { flowId: id, baseRevision: revision, document });
  const newer = await flows.draftAfter(ada, id, revision);
  assert.deepEqual(
    [newer?.revision, newer?.savedBy, newer?.byAsker, newer?.document.nodes[0]?.id],
    [revision + 1, "edda", false, "a"],
  );
  assert.equal((await flows.draftAfter(edda, id, revision))?.byAsker, true);
});

test("who looks at a flow learns what is live, and whether the draft is that", async () => {
  const { id, revision } = await flows.create(ada, { name: "Greetings" });
  assert.deepEqual(await flows.liveState(edda, id), { version: null, revision, isDraft: false });
  const start = nodeOf("start", "manual-trigger", definitionOf("manual-trigger")?.defaults);
  const document = flowOf({ nodes: [start] });
  await flows.saveDraft(ada, { flowId: id, baseRevision: revision, document });
  await flows.publish(ada, { flowId: id });
  const live = await flows.liveState(edda, id);
  assert.deepEqual([live.version?.number, live.revision, live.isDraft], [1, revision + 1, true]);
  const renamed = flowOf({ nodes: [{ ...start, name: "Go" }] });
  await flows.saveDraft(edda, { flowId: id, baseRevision: revision + 1, document: renamed });
  const changed = await flows.liveState(ada, id);
  assert.deepEqual([changed.version?.number, changed.isDraft], [1, false]);
  await flows.unpublish(ada, id);
  assert.equal((await flows.liveState(edda, id)).version, null);
});

test("a draft is for those who may see the flow", async () => {
  const { id } = await flows.create(ada, { name: "Secret plans" });
  const gone = { code: "not_found" };
  await assert.rejects(flows.draftAfter(actor("ada", "owner", "w2"), id, 0), gone);
  await flows.setGrants(ada, id, { limited: true, roles: [], people: [] });
  await assert.rejects(flows.draftAfter(edda, id, 0), gone);
  await assert.rejects(flows.liveState(edda, id), gone);
  await assert.rejects(flows.liveState(actor("ada", "owner", "w2"), id), gone);
});
