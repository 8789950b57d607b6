import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import type { FlowStore } from "./contract.ts";
import { createFlowStore } from "./flow-store.ts";

let testDatabase: TestDatabase;
let database: Database;
let flows: FlowStore;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  flows = createFlowStore({ prisma: database.prisma });
  await database.prisma.workspace.create({ data: { id: "w1", name: "w1", slug: "w1" } });
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.prisma.connection.deleteMany();
  for (const [id, care] of [
    ["open", {}],
    ["closed", { grants: { people: ["somebody-else"] } }],
    ["elsewhere", { limits: { flows: ["another-flow"] } }],
  ] as const) {
    await database.prisma.connection.create({
      data: { ...{ id, workspaceId: "w1", name: id, kind: "bearer", envelope: {} }, ...care },
    });
  }
});

function actor(role: Role): Actor {
  return {
    ...{ userId: `${role}-1`, name: role, workspaceId: "w1", role },
    ...{ sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
  };
}
const editor = actor("editor");
const admin = actor("admin");
const refused = { code: "connection_not_allowed" };

/** A flow that calls with this connection when it is started by hand. */
function calling(
  connectionId: string | null,
  url = "https://example.com",
  backupConnectionId: string | null = null,
) {
  const call = { ...nodeOf("call", "rest-api", { url }), connectionId, backupConnectionId };
  return flowOf({
    nodes: [nodeOf("start", "manual-trigger"), call],
    edges: [["start", "done", "call"]],
  });
}

async function draft(owner: Actor, connectionId: string | null) {
  const name = `Flow ${Math.random()}`;
  return await flows.create(owner, { name, document: calling(connectionId) });
}
const save = (who: Actor, flow: { id: string; revision: number }, document: unknown) =>
  flows.saveDraft(who, { flowId: flow.id, baseRevision: flow.revision, document });

describe("a connection that is not shared with somebody", () => {
  it("cannot be put into a flow by that person, new or old", async () => {
    await assert.rejects(draft(editor, "closed"), refused);
    const flow = await draft(editor, "open");
    await assert.rejects(save(editor, flow, calling("closed")), refused);
    assert.equal((await flows.get(editor, flow.id)).document.nodes[1]?.connectionId, "open");
    await save(admin, flow, calling("closed"));
  });

  it("cannot be put in as a backup either", async () => {
    const backedUp = calling("open", undefined, "closed");
    const input = { name: "Backed up", document: backedUp };
    await assert.rejects(flows.create(editor, input), refused);
    const flow = await draft(editor, "open");
    await assert.rejects(save(editor, flow, backedUp), refused);
    await save(admin, flow, backedUp);
    await assert.rejects(flows.draftForTest(editor, flow.id), refused);
    await assert.rejects(flows.publish(editor, { flowId: flow.id }), refused);
  });

  it("stays where an admin put it, but is not for the editor's tests and publishing", async () => {
    const flow = await draft(admin, "closed");
    const saved = await save(editor, flow, calling("closed", "https://example.com/other"));
    assert.equal(saved.saved, true);
    await assert.rejects(flows.draftForTest(editor, flow.id), refused);
    await assert.rejects(flows.publish(editor, { flowId: flow.id }), refused);
    await flows.draftForTest(admin, flow.id);
  });

  it("goes on where it is live", async () => {
    const flow = await draft(admin, "closed");
    assert.equal((await flows.publish(admin, { flowId: flow.id })).published, true);
    await save(editor, flow, calling("closed", "https://example.com/other"));
    await flows.draftForTest(editor, flow.id);
    assert.equal((await flows.publish(editor, { flowId: flow.id })).published, true);
    await assert.rejects(flows.duplicate(editor, flow.id), refused);
  });
});

describe("a connection that is limited to other flows", () => {
  it("keeps a flow from being published, with a reason", async () => {
    const flow = await draft(admin, "elsewhere");
    const outcome = await flows.publish(admin, { flowId: flow.id });
    assert.ok(!outcome.published);
    assert.deepEqual(
      outcome.problems.map(({ code, nodeId }) => [code, nodeId]),
      [["connection_not_allowed", "call"]],
    );
  });
});
