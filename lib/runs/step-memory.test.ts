import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import pg from "pg";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { createStepMemory } from "./step-memory.ts";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;

before(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on("error", () => undefined); // dropping the database ends idle connections
  await pool.query(
    "INSERT INTO workspaces (id, name, slug) VALUES ('w1', 'W', 'w1'), ('w2', 'X', 'w2')",
  );
  await pool.query(
    `INSERT INTO flows (id, workspace_id, name, slug, draft, draft_hash, updated_at)
     VALUES ('f1', 'w1', 'A', 'a', '{}', '', now()), ('f2', 'w1', 'B', 'b', '{}', '', now())`,
  );
});
beforeEach(async () => {
  await pool.query("DELETE FROM step_memory");
});
after(async () => {
  await pool.end();
  await database.drop();
});

const owner = { workspaceId: "w1", flowId: "f1", nodeId: "n1", mode: "live" } as const;
const of = (holder: string, more = {}) => createStepMemory(pool, { ...owner, ...more }, holder);

describe("a step's memory", () => {
  it("keeps JSON by key, apart for each step, flow, workspace, and for tests", async () => {
    const memory = of("a");
    assert.equal(await memory.read("cursor"), undefined);
    await memory.write("cursor", { page: 3, seen: ["ä", null] });
    assert.deepEqual(await memory.read("cursor"), { page: 3, seen: ["ä", null] });
    await memory.write("cursor", null);
    assert.equal(await memory.read("cursor"), null);
    for (const other of [
      { nodeId: "n2" },
      { flowId: "f2" },
      { mode: "test" },
      { workspaceId: "w2" },
    ]) {
      assert.equal(await of("a", other).read("cursor"), undefined, JSON.stringify(other));
    }
    await memory.remove("cursor");
    assert.equal(await memory.read("cursor"), undefined);
  });

  it("gives one of many at once the claim", async () => {
    const claims = Array.from({ length: 40 }, (_, n) => of(`run-${n}`).claim("lead", true));
    const won = (await Promise.all(claims)).filter(Boolean);
    assert.equal(won.length, 1);
  });

  it("gives the same activation the same answer again, and others none once it was kept", async () => {
    const first = of("run-1");
    assert.equal(await first.claim("lead", "v1"), true);
    assert.equal(await first.claim("lead", "v1"), true);
    assert.equal(await of("run-2").claim("lead", "v1"), false);
    await first.keep("lead");
    assert.equal(await first.read("lead"), "v1");
    assert.equal(await first.claim("lead", "v1"), true, "a replay of the same activation");
    await first.keep("lead");
    assert.equal(await of("run-2").claim("lead", "v1"), false);
    assert.equal(await of("run-2").claim("lead", "v2"), true, "that is a change");
  });

  it("gives a released claim to the next, and forgets what never happened", async () => {
    assert.equal(await of("run-1").claim("lead", "v1"), true);
    await of("run-2").release("lead");
    assert.equal(await of("run-2").claim("lead", "v1"), false, "only its holder can release it");
    await of("run-1").release("lead");
    const { rows } = await pool.query("SELECT count(*)::int AS count FROM step_memory");
    assert.equal(rows[0]?.count, 0);
    assert.equal(await of("run-2").claim("lead", "v1"), true);
    await of("run-2").keep("lead");
    assert.equal(await of("run-3").claim("lead", "v2"), true);
    await of("run-3").release("lead");
    assert.equal(await of("run-4").claim("lead", "v1"), false, "it still has its old value");
  });

  it("lets the newest of two changes at once stand", async () => {
    assert.equal(await of("run-1").claim("lead", "v1"), true);
    assert.equal(await of("run-2").claim("lead", "v2"), true);
    await of("run-1").keep("lead");
    assert.equal(await of("x").read("lead"), undefined);
    await of("run-2").keep("lead");
    assert.equal(await of("x").read("lead"), "v2");
  });

  it("does not wait for ever for an activation that was lost", async () => {
    assert.equal(await of("run-1").claim("lead", true), true);
    await pool.query("UPDATE step_memory SET held_at = now() - interval '16 minutes'");
    assert.equal(await of("run-2").claim("lead", true), true);
  });

  it("refuses what does not fit", async () => {
    const memory = of("a");
    await assert.rejects(memory.write("", 1), { code: "invalid_value" });
    await assert.rejects(memory.write("k".repeat(501), 1), { code: "invalid_value" });
    await assert.rejects(memory.claim("k", "x".repeat(65_536)), { code: "invalid_value" });
    await memory.write("nul\u0000", "a\u0000b");
    const small = createStepMemory(pool, { ...owner, nodeId: "full" }, "a", 2);
    await small.write("a", 1);
    await small.write("b", 1);
    await small.write("b", 2);
    await assert.rejects(small.write("c", 1), { code: "memory_full" });
    await assert.rejects(small.claim("c", 1), { code: "memory_full" });
  });

  it("goes with its flow", async () => {
    await of("a", { flowId: "f2" }).write("k", 1);
    await pool.query("DELETE FROM flows WHERE id = 'f2'");
    const { rows } = await pool.query("SELECT 1 FROM step_memory WHERE flow_id = 'f2'");
    assert.equal(rows.length, 0);
  });
});
