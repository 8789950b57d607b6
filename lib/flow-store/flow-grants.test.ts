import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { emptyDocument } from "#lib/flow/empty-document.ts";
import { createRunReader } from "#lib/runs/read-runs.ts";
import type { FlowGrants, FlowStore } from "./contract.ts";
import { createFlowStore } from "./flow-store.ts";

let testDatabase: TestDatabase;
let database: Database;
let flows: FlowStore;

const actor = (role: Role, workspaceId = "w1"): Actor => ({
  ...{ userId: `${role}-id`, name: role, workspaceId, role, sessionIdHash: "" },
  ...{ ip: "", userAgent: "", requestId: "" },
});
const owner = actor("owner");

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  flows = createFlowStore({ prisma: database.prisma });
  const { prisma } = database;
  for (const id of ["w1", "w2"])
    await prisma.workspace.create({ data: { id, name: id, slug: id } });
  for (const role of ["owner", "admin", "editor", "operator", "viewer"]) {
    const id = `${role}-id`;
    await prisma.user.create({ data: { id, email: `${id}@x.test`, name: role, passwordHash: "" } });
    await prisma.membership.create({ data: { workspaceId: "w1", userId: id, role } });
  }
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.pool.query("DELETE FROM flows; DELETE FROM runs");
});

async function makeFlow(grants: FlowGrants): Promise<string> {
  const { id } = await flows.create(owner, { name: "Secret plans" });
  await flows.setGrants(owner, id, grants);
  await database.pool.query(
    `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
       trigger_node_id, started_at) VALUES ('r1', 'w1', $1, 'h', 'test', 'succeeded', 'manual', 'n', now())`,
    [id],
  );
  return id;
}

const nobody: FlowGrants = { limited: true, roles: [], people: [] };
/** Who works on the flow, by hand: of each row, exactly these roles (each held by one person). */
const table: [string, FlowGrants, string][] = [
  ["open", { limited: false, roles: [], people: [] }, "owner admin editor operator viewer"],
  [
    "open, with lists left over",
    { limited: false, roles: ["viewer"], people: [] },
    "owner admin editor operator viewer",
  ],
  ["for nobody", nobody, "owner admin"],
  ["for editors", { ...nobody, roles: ["editor"] }, "owner admin editor"],
  [
    "for operators and viewers",
    { ...nobody, roles: ["operator", "viewer"] },
    "owner admin operator viewer",
  ],
  ["for one person", { ...nobody, people: ["viewer-id"] }, "owner admin viewer"],
  [
    "for a role and a person",
    { ...nobody, roles: ["operator"], people: ["editor-id"] },
    "owner admin editor operator",
  ],
];

const roles: Role[] = ["owner", "admin", "editor", "operator", "viewer"];

for (const [name, grants, who] of table) {
  describe(`a flow ${name}`, () => {
    for (const role of roles) {
      const granted = who.split(" ").includes(role);
      it(`is ${granted ? "there" : "not there"} for the ${role}`, async () => {
        const id = await makeFlow(grants);
        const person = actor(role);
        const reader = createRunReader(database.pool, new Map());
        assert.equal((await flows.list(person)).length, granted ? 1 : 0);
        assert.equal((await reader.list(person, {})).runs.length, granted ? 1 : 0);
        const before = await rows();
        const acts: [string, () => Promise<unknown>, boolean][] = [
          ["get", () => flows.get(person, id), true],
          ["versions", () => flows.versions(person, id), true],
          ["run", () => reader.get(person, "r1"), true],
          ["steps of the newest run", () => reader.latestSteps(person, id), true],
          ["draft for a test", () => flows.draftForTest(person, id), true],
          ["rename", () => flows.rename(person, id, "New"), isPermitted(role, "flows.edit")],
          [
            "organise",
            () => flows.organise(person, id, { folder: "x" }),
            isPermitted(role, "flows.edit"),
          ],
          [
            "save",
            () =>
              flows.saveDraft(person, { flowId: id, baseRevision: 1, document: emptyDocument() }),
            isPermitted(role, "flows.edit"),
          ],
          [
            "publish",
            () => flows.publish(person, { flowId: id }),
            isPermitted(role, "flows.publish"),
          ],
          ["unpublish", () => flows.unpublish(person, id), isPermitted(role, "flows.publish")],
          [
            "address",
            () => flows.setSlug(person, id, "secret-plans-2"),
            isPermitted(role, "flows.publish"),
          ],
          ["duplicate", () => flows.duplicate(person, id), isPermitted(role, "flows.edit")],
          ["delete", () => flows.remove(person, id), isPermitted(role, "flows.delete")],
          ["restore", () => flows.restore(person, id), isPermitted(role, "flows.delete")],
        ];
        for (const [act, attempt, permitted] of acts) {
          const code = await attempt().then(
            () => "done",
            (error: { code?: string }) => error.code ?? "unknown",
          );
          const expected = !permitted
            ? ["not_permitted", "not_found"]
            : granted
              ? ["done"]
              : ["not_found", "run_not_found"];
          assert.ok(expected.includes(code), `${act}: ${code}`);
        }
        if (!granted) assert.deepEqual(await rows(), before, "nothing has changed");
      });
    }
  });
}

async function rows(): Promise<unknown[]> {
  const { rows: all } = await database.pool.query("SELECT * FROM flows ORDER BY id");
  return all;
}

describe("granting a flow", () => {
  it("is for owners and admins, and on record with names", async () => {
    const id = await makeFlow({ limited: false, roles: [], people: [] });
    for (const role of ["editor", "operator", "viewer"] as const) {
      await assert.rejects(flows.setGrants(actor(role), id, nobody), { code: "not_permitted" });
      await assert.rejects(flows.grants(actor(role), id), { code: "not_permitted" });
    }
    await assert.rejects(flows.setGrants(actor("owner", "w2"), id, nobody), { code: "not_found" });
    await assert.rejects(flows.grants(actor("owner", "w2"), id), { code: "not_found" });
    const wanted = { limited: true, roles: ["viewer" as const], people: ["editor-id", "stranger"] };
    await flows.setGrants(actor("admin"), id, wanted);
    assert.deepEqual(await flows.grants(owner, id), { ...wanted, people: ["editor-id"] });
    const entry = await database.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    assert.equal(entry.action, "flow.grants");
    assert.deepEqual(
      [entry.before, entry.after],
      [{ everybody: true }, { roles: ["viewer"], people: ["editor"] }],
    );
  });

  it("goes with a copy, so that a copy opens nothing", async () => {
    const id = await makeFlow({ ...nobody, people: ["editor-id"] });
    const copy = await flows.duplicate(actor("editor"), id);
    assert.equal(copy.limited, true);
    assert.equal((await flows.list(actor("viewer"))).length, 0);
    assert.deepEqual((await flows.grants(owner, copy.id)).people, ["editor-id"]);
  });

  it("is no concern of what is live", async () => {
    const id = await makeFlow(nobody);
    await database.pool.query(
      `INSERT INTO document_snapshots (workspace_id, hash, document) SELECT 'w1', 'hash', draft FROM flows WHERE id = $1`,
      [id],
    );
    await database.prisma.flowVersion.create({
      data: { id: "v1", workspaceId: "w1", flowId: id, number: 1, documentHash: "hash" },
    });
    await database.prisma.flow.update({ where: { id }, data: { liveVersionId: "v1" } });
    assert.equal((await flows.liveByFlow(id))?.flowId, id);
  });
});
