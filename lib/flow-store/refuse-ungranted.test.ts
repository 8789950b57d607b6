import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { renameNode } from "#lib/flow/edits/rename-node.ts";
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

/** The same flow with its steps elsewhere on the canvas and called otherwise. */
function moved(document: ReturnType<typeof calling>) {
  const nodes = document.nodes.map((node) => ({
    ...node,
    ...{ name: `${node.name} (moved)`, position: { x: 500, y: 40 } },
  }));
  return { ...document, nodes };
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
    assert.equal((await save(editor, flow, moved(calling("closed")))).saved, true);
    await assert.rejects(flows.draftForTest(editor, flow.id), refused);
    await assert.rejects(flows.publish(editor, { flowId: flow.id }), refused);
    await flows.draftForTest(admin, flow.id);
  });

  it("keeps its step from being changed by that person", async () => {
    const flow = await draft(admin, "closed");
    const elsewhere = "https://example.com/other";
    await assert.rejects(save(editor, flow, calling("closed", elsewhere)), {
      ...refused,
      message: /^“.+” uses the connection “closed”, which you may not use, and it has been changed/,
    });
    await assert.rejects(save(editor, flow, calling("closed", undefined, "open")), refused);
    const backedUp = await draft(admin, "open");
    await save(admin, backedUp, calling("open", undefined, "closed"));
    const next = { ...backedUp, revision: backedUp.revision + 1 };
    await assert.rejects(save(editor, next, calling("open", elsewhere, "closed")), refused);
    await save(editor, next, calling(null, elsewhere));
  });

  it("follows steps before it that are renamed, and nothing more", async () => {
    const url = "https://example.com/{{ nodes.start.id }}/{{ nodes['other'].id }}";
    const others = [nodeOf("other", "manual-trigger"), nodeOf("third", "manual-trigger")];
    const plain = calling("closed", url);
    const document = { ...plain, nodes: [...others, ...plain.nodes] };
    const flow = await flows.create(admin, { name: "Renamed", document });
    const once = renameNode(document, "start", "Begin");
    // The two others change places.
    const twice = ["other", "third", "other"].reduce(
      (current, id, at) => renameNode(current, id, ["Spare", "other", "third"][at] ?? ""),
      once,
    );
    assert.match(JSON.stringify(twice.nodes), /nodes\.begin\.id.+nodes\['third'\]/);
    assert.equal((await save(editor, flow, twice)).saved, true);
    const next = { ...flow, revision: flow.revision + 1 };
    const changed = {
      ...twice,
      nodes: twice.nodes.map((node) =>
        node.id === "call" ? { ...node, config: { ...node.config, url: `${url}/more` } } : node,
      ),
    };
    await assert.rejects(save(editor, next, renameNode(changed, "start", "Again")), refused);
  });

  it("goes on where it is live, just as it is there", async () => {
    const flow = await draft(admin, "closed");
    assert.equal((await flows.publish(admin, { flowId: flow.id })).published, true);
    await save(editor, flow, moved(calling("closed")));
    await flows.draftForTest(editor, flow.id);
    assert.equal((await flows.publish(editor, { flowId: flow.id })).published, true);
    await assert.rejects(flows.duplicate(editor, flow.id), refused);

    // What an admin has changed in the draft is the admin's to publish and to try.
    const next = { ...flow, revision: flow.revision + 1 };
    await save(admin, next, calling("closed", "https://example.com/other"));
    await assert.rejects(flows.draftForTest(editor, flow.id), refused);
    await assert.rejects(flows.publish(editor, { flowId: flow.id }), refused);
    assert.equal((await flows.publish(admin, { flowId: flow.id })).published, true);
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
