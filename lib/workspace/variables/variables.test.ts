import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { createSecretBox } from "#lib/connections/secret-box.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { actor } from "#lib/runs/run-bench.fixture.ts";
import { createVariableStore, variableBinding } from "./create-variable-store.ts";

const ring = createSecretBox([{ id: "test", key: Buffer.alloc(32, 1) }]);
let testDatabase: TestDatabase;
let database: Database;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  for (const id of ["w1", "w2"]) {
    await database.prisma.workspace.create({ data: { id, name: id, slug: id } });
  }
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.prisma.workspaceVariable.deleteMany();
  await database.prisma.flow.deleteMany();
});

const store = () => createVariableStore({ ...database, ring });
const refusal = (code: string) => ({ code });
const key = { name: "shop_key", note: "", secret: true, value: "hunter2-hunter2" } as const;
const mail = { name: "mail", note: "For help", secret: false, value: "help@x.test" } as const;

describe("workspace variables", () => {
  it("hold values that runs see; secret ones are never read back", async () => {
    const variables = store();
    await variables.create(actor(), mail);
    await variables.create(actor(), key);
    const listed = await variables.list(actor("w1", "viewer"));
    assert.deepEqual(
      listed.map(({ name, secret, value }) => [name, secret, value]),
      [
        ["mail", false, "help@x.test"],
        ["shop_key", true, null],
      ],
    );
    assert.deepEqual(await variables.resolve("w1"), {
      values: { mail: "help@x.test", shop_key: "hunter2-hunter2" },
      secrets: { shop_key: "hunter2-hunter2" },
    });
    assert.deepEqual(await variables.resolve("w2"), { values: {}, secrets: {} });
    const everything = JSON.stringify([
      listed,
      await database.prisma.workspaceVariable.findMany(),
      (await database.pool.query("SELECT before, after FROM audit_entries")).rows,
    ]);
    assert.ok(everything.includes("help@x.test"));
    assert.ok(!everything.includes("hunter2"));
  });

  it("open in their own workspace and under their own name only", async () => {
    const variables = store();
    await variables.create(actor(), key);
    await variables.create(actor(), { ...key, name: "other_key", value: "another-value" });
    const rows = await database.prisma.workspaceVariable.findMany({ orderBy: { name: "asc" } });
    for (const binding of [variableBinding("w2", "shop_key"), variableBinding("w1", "other")]) {
      assert.throws(() => ring.open(rows[1]?.envelope, binding), refusal("connection_unreadable"));
    }
    await database.pool.query(
      `UPDATE workspace_variables v SET envelope = o.envelope FROM workspace_variables o
        WHERE v.name = 'shop_key' AND o.name = 'other_key'`,
    );
    await assert.rejects(store().resolve("w1"), refusal("connection_unreadable"));
  });

  it("take a new value at once; a secret that is not given stays", async () => {
    const variables = store();
    await variables.create(actor(), key);
    await variables.create(actor(), mail);
    await variables.resolve("w1");
    const [plain, secret] = await variables.list(actor());
    await variables.change(actor(), { id: plain?.id ?? "", value: "new@x.test" });
    await variables.change(actor(), { id: secret?.id ?? "", note: "Of the shop" });
    assert.deepEqual((await variables.resolve("w1")).values, {
      mail: "new@x.test",
      shop_key: "hunter2-hunter2",
    });
    const short = { id: secret?.id ?? "", value: "short" };
    await assert.rejects(variables.change(actor(), short), refusal("invalid_input"));
    await variables.remove(actor(), secret?.id ?? "");
    assert.deepEqual((await variables.resolve("w1")).secrets, {});
  });

  it("are changed by admins of their workspace, each name once, on record", async () => {
    const variables = store();
    await variables.create(actor(), mail);
    await assert.rejects(variables.create(actor(), mail), refusal("name_taken"));
    await variables.create(actor("w2"), mail);
    const [there] = await variables.list(actor("w2"));
    const change = { id: there?.id ?? "", value: "x" };
    await assert.rejects(variables.change(actor("w1"), change), refusal("not_found"));
    await assert.rejects(variables.remove(actor("w1"), change.id), refusal("not_found"));
    for (const role of ["editor", "operator", "viewer"] as const) {
      const denied = refusal("not_permitted");
      await assert.rejects(variables.create(actor("w1", role), key), denied);
      await assert.rejects(variables.change(actor("w2", role), change), denied);
      await assert.rejects(variables.remove(actor("w2", role), change.id), denied);
    }
    const { rows } = await database.pool.query(
      "SELECT DISTINCT action FROM audit_entries WHERE target_type = 'variable' ORDER BY 1",
    );
    const actions = rows.map(({ action }) => action);
    for (const action of ["variable.change", "variable.create", "variable.delete"]) {
      assert.ok(actions.includes(action), action);
    }
  });

  it("say which flows use them, however these name them", async () => {
    const variables = store();
    await variables.create(actor(), mail);
    await variables.create(actor(), { ...mail, name: "mail_two" });
    const texts = ["{{ workspace.mail }}", '{{ workspace["mail"] | upcase }}', "{{ vars.mail }}"];
    for (const [index, text] of texts.entries()) {
      const name = `Flow ${index}`;
      await database.prisma.flow.create({
        data: {
          ...{ id: `f${index}`, workspaceId: "w1", name, slug: `f${index}`, draftHash: "" },
          draft: { nodes: [{ config: { text } }] },
        },
      });
    }
    const used = Object.fromEntries(
      (await variables.listWithUse(actor())).map(({ name, usedBy }) => [
        name,
        usedBy.map(({ flowName }) => flowName),
      ]),
    );
    assert.deepEqual(used, { mail: ["Flow 0", "Flow 1"], mail_two: [] });
  });
});
