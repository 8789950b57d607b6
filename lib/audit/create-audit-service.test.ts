import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, describe, it } from "node:test";
import { Pruner } from "#lib/operations/pruner.ts";
import { type AuditBench, actor, openAuditBench } from "./audit-bench.fixture.ts";
import type { AuditFilter } from "./contract.ts";

let bench: AuditBench;
before(async () => {
  bench = await openAuditBench();
});
after(() => bench.close());
beforeEach(async () => {
  await bench.pool.query(
    "BEGIN; SET LOCAL patchbay.audit_pruning = 'on'; DELETE FROM audit_entries; COMMIT",
  );
  await bench.pool.query("DELETE FROM flows; DELETE FROM audit_policies");
});

const refusal = (code: string) => ({ code });

async function actionsOf(filter: AuditFilter, who = actor()): Promise<string[]> {
  return (await bench.audit.list(who, filter)).entries.map(({ action }) => action);
}

async function flow(id: string, deletedAt: Date | null = null): Promise<void> {
  const data = { id, workspaceId: "w1", name: "Leads", slug: id, draft: {}, draftHash: "" };
  await bench.prisma.flow.create({ data: { ...data, deletedAt } });
}

describe("the audit log", () => {
  it("tells who, what, when, from where, and what changed", async () => {
    await flow("f1");
    const target = { targetType: "flow", targetId: "f1", targetName: "Lead intake" };
    await bench.record(actor(), {
      ...{ action: "flow.rename", ...target },
      before: { name: "Leads" },
      after: { name: "Lead intake" },
    });
    const { entries } = await bench.audit.list(actor(), {});
    const [entry] = entries;
    assert.ok(entry);
    assert.deepEqual(entry.sentence, [
      { text: "Ada renamed “Leads” to " },
      { text: "“Lead intake”", href: "/flows/f1" },
    ]);
    assert.deepEqual(
      [entry.ip, entry.userAgent, entry.actor.name],
      ["192.0.2.7", "Test/1.0", "Ada"],
    );
    assert.deepEqual(entry.changes, [{ field: "Name", before: "Leads", after: "Lead intake" }]);
    assert.ok(Math.abs(Date.parse(entry.at) - Date.now()) < 60_000);
  });

  it("links only to what is still there, in this workspace", async () => {
    await flow("f1", new Date());
    await flow("f2");
    for (const id of ["f1", "f2", "f3"]) {
      const target = { targetType: "flow", targetId: id, targetName: id };
      await bench.record(actor(), { action: "flow.delete", ...target });
      await bench.record(actor("owner", "w2"), { action: "flow.delete", ...target });
    }
    const linked = async (workspaceId: string) => {
      const { entries } = await bench.audit.list(actor("owner", workspaceId), {});
      return entries.flatMap(({ sentence }) => sentence.flatMap(({ href }) => href ?? []));
    };
    assert.deepEqual(await linked("w1"), ["/flows/f2"]);
    assert.deepEqual(await linked("w2"), []);
  });

  it("is for admins of the workspace", async () => {
    await bench.record(actor(), { action: "runs.pause" });
    for (const role of ["editor", "operator", "viewer"] as const) {
      const who = actor(role);
      const tries = [
        () => bench.audit.list(who, {}),
        () => bench.audit.actors(who),
        () => bench.audit.export(who, {}, "csv"),
        () => bench.audit.uses(who, {}),
        () => bench.audit.settings(who),
        () => bench.audit.setRetention(who, { days: 60 }),
        () => bench.audit.setStream(who, { url: "https://example.com" }),
        () => bench.audit.renewStreamSecret(who),
        () => bench.audit.removeStream(who),
        () => bench.audit.retryStream(who),
      ];
      for (const attempt of tries) await assert.rejects(attempt(), refusal("not_permitted"));
    }
    assert.deepEqual(await actionsOf({}, actor("owner", "w2")), []);
    assert.deepEqual(await bench.audit.actors(actor("owner", "w2")), []);
    assert.deepEqual(await actionsOf({}), ["runs.pause"]);
  });

  it("is narrowed by person, kind of act, target, period and words", async () => {
    const eve = actor("owner", "w1", "Eve Núñez");
    const lead = { targetType: "flow", targetId: "f1", targetName: "Lead-intake 2026" };
    const shop = { targetType: "connection", targetId: "c1", targetName: "Shop" };
    await bench.record(actor(), { action: "flow.publish", ...lead });
    await bench.record(eve, { action: "connection.test", ...shop });
    await bench.record(eve, { action: "connection-limits.change", ...shop });
    const cases: [AuditFilter, string[]][] = [
      [{ actorId: "Ada-id" }, ["flow.publish"]],
      [{ group: "connection" }, ["connection.test"]],
      [{ target: "flow:f1" }, ["flow.publish"]],
      [{ target: "flow:f2" }, []],
      [{ target: "connection:" }, ["connection-limits.change", "connection.test"]],
      [{ search: "lead" }, ["flow.publish"]],
      [{ search: "INTAKE ada" }, ["flow.publish"]],
      [{ search: "núñez test" }, ["connection.test"]],
      [{ search: "192.0.2.7 publ" }, ["flow.publish"]],
      [{ search: "nothing of the kind" }, []],
      [{ search: "' & | ! :* (" }, ["connection-limits.change", "connection.test", "flow.publish"]],
      [{ since: new Date(Date.now() + 60_000).toISOString() }, []],
      [{ until: new Date(Date.now() - 60_000).toISOString() }, []],
      [{ actorId: "Ada-id", group: "connection" }, []],
    ];
    for (const [filter, expected] of cases) {
      assert.deepEqual(await actionsOf(filter), expected, JSON.stringify(filter));
    }
    assert.deepEqual(
      (await bench.audit.actors(actor())).map(({ name }) => name),
      ["Ada", "Eve Núñez"],
    );
  });

  it("comes in pages without a gap or a repetition, also within one millisecond", async () => {
    await bench.pool.query(
      `INSERT INTO audit_entries (workspace_id, action, at)
       SELECT 'w1', 'n.' || n, '2026-05-01T00:00:00Z'::timestamptz + (n / 10) * interval '1 ms'
       FROM generate_series(1, 95) n`,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await bench.audit.list(actor(), { limit: 20, cursor });
      seen.push(...page.entries.map(({ action }) => action));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(
      seen,
      Array.from({ length: 95 }, (_, index) => `n.${95 - index}`),
    );
    for (const wrong of ["", "x", Buffer.from('["a","1; DROP"]').toString("base64url")]) {
      await assert.rejects(bench.audit.list(actor(), { cursor: wrong }), refusal("invalid_input"));
    }
  });
});

describe("exporting the log", () => {
  it("gives CSV that no spreadsheet runs, and is on record itself", async () => {
    const target = { targetType: "flow", targetId: "f1", targetName: '=HYPERLINK("http://x")' };
    await bench.record(actor("admin", "w1", "+Ada, B"), { action: "flow.create", ...target });
    const csv = await text(await bench.audit.export(actor(), { group: "flow" }, "csv"));
    const lines = csv.trimEnd().split("\r\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /^id,time,who,who id,what,action,/);
    assert.match(lines[1] ?? "", /"'=HYPERLINK\(""http:\/\/x""\)"/);
    assert.match(lines[1] ?? "", /,"'\+Ada, B",/);
    const [entry] = (await bench.audit.list(actor(), {})).entries;
    assert.equal(entry?.action, "audit.export");
    assert.deepEqual(
      entry?.changes.map(({ field, after }) => [field, after]),
      [
        ["Group", "flow"],
        ["Format", "csv"],
      ],
    );
  });

  it("gives every entry as a line of JSON, over many pages", async () => {
    await bench.pool.query(
      `INSERT INTO audit_entries (workspace_id, action, before)
       SELECT 'w1', 'flow.edit', jsonb_build_object('n', n) FROM generate_series(1, 2500) n`,
    );
    const lines = (await text(await bench.audit.export(actor(), {}, "jsonl")))
      .trimEnd()
      .split("\n");
    // The export's own entry is among them.
    assert.equal(lines.length, 2_501);
    const numbers = lines.map((line) => JSON.parse(line).before?.n ?? 0);
    assert.equal(new Set(numbers).size, 2_501);
    assert.equal(JSON.parse(lines.at(-1) ?? "").sentence, "Somebody edited the draft of something");
  });

  it("does not happen when it cannot be put on record", async () => {
    await bench.pool.query(
      "ALTER TABLE audit_entries ADD CONSTRAINT no_room CHECK (action <> 'audit.export') NOT VALID",
    );
    try {
      await assert.rejects(bench.audit.export(actor(), {}, "csv"));
    } finally {
      await bench.pool.query("ALTER TABLE audit_entries DROP CONSTRAINT no_room");
    }
  });
});

describe("keeping the log", () => {
  const silent = { info: () => undefined, warn: () => undefined };
  const prune = () => new Pruner({ pool: bench.pool, log: silent }).prune();
  const write = (workspaceId: string | null, days: number) =>
    bench.pool.query(
      `INSERT INTO audit_entries (workspace_id, action, at)
       VALUES ($1, $2, now() - make_interval(days => $3))`,
      [workspaceId, `x.${workspaceId}-${days}`, days],
    );
  async function left(): Promise<string[]> {
    const { rows } = await bench.pool.query<{ action: string }>(
      "SELECT action FROM audit_entries WHERE action LIKE 'x.%' ORDER BY action",
    );
    return rows.map(({ action }) => action);
  }

  it("is for each workspace to decide, at least 30 days, and on record", async () => {
    for (const workspaceId of ["w1", "w2", null]) {
      for (const days of [20, 50, 400]) await write(workspaceId, days);
    }
    assert.equal((await bench.audit.settings(actor())).retentionDays, 365);
    await bench.audit.setRetention(actor(), { days: 30 });
    assert.equal((await bench.audit.settings(actor())).retentionDays, 30);
    for (const days of [29, 0, 1.5, 99_999]) {
      await assert.rejects(bench.audit.setRetention(actor(), { days }));
    }
    assert.equal((await prune())?.auditEntries, 4);
    assert.deepEqual(await left(), ["x.null-20", "x.null-50", "x.w1-20", "x.w2-20", "x.w2-50"]);
    const { entries } = await bench.audit.list(actor(), {});
    const told = entries.map(({ sentence }) => sentence.map(({ text }) => text).join(""));
    assert.deepEqual(told.slice(0, 2), [
      "Patchbay removed 2 audit entries that were older than the workspace keeps",
      "Ada set how long audit entries are kept to 30 days",
    ]);
    // Nothing more to do: nothing more is said.
    assert.equal((await prune())?.auditEntries, 0);
  });

  it("is nothing that a statement can get around", async () => {
    await write("w1", 400);
    for (const statement of [
      "DELETE FROM audit_entries",
      "UPDATE audit_entries SET actor_name = 'Eve'",
      "TRUNCATE audit_entries",
      "SELECT patchbay_prune_audit('w1', now() - interval '29 days', 1000)",
    ]) {
      await assert.rejects(bench.pool.query(statement), statement);
    }
    assert.deepEqual(await left(), ["x.w1-400"]);
  });

  it("reaches the notes of what connections were used for, after 30 days", async () => {
    await bench.pool.query(
      `INSERT INTO connection_uses (workspace_id, connection_id, flow_id, run_id, node_id, at, host,
         operation, duration_ms)
       SELECT 'w1', 'c1', 'f1', 'r' || n, 'n', now() - make_interval(days => n), 'h', 'GET /', 1
       FROM generate_series(28, 33) n`,
    );
    assert.equal((await prune())?.uses, 4);
    const { uses } = await bench.audit.uses(actor(), { connectionId: "c1" });
    assert.deepEqual(
      uses.map(({ runId }) => runId),
      ["r28", "r29"],
    );
    assert.deepEqual((await bench.audit.uses(actor("owner", "w2"), {})).uses, []);
  });
});
