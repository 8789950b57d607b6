import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type AuditBench, openAuditBench } from "#lib/audit/audit-bench.fixture.ts";
import { type AuditConditions, entriesQuery, findFew } from "./list-entries.ts";

const entries = 60_000;

let bench: AuditBench;
before(async () => {
  bench = await openAuditBench();
  // A big workspace's year, a person who came lately, and a target that was touched seldom.
  await bench.pool.query(
    `INSERT INTO audit_entries
       (workspace_id, at, actor_id, actor_name, action, target_type, target_id, target_name, ip)
     SELECT CASE WHEN n % 10 = 0 THEN 'w2' ELSE 'w1' END,
       now() - (${entries} - n) * interval '8 minutes',
       CASE WHEN n % 20000 = 7 THEN 'seldom' ELSE 'u' || n % 7 END,
       CASE WHEN n % 20000 = 7 THEN 'Zoë Seldom' ELSE 'Person ' || n % 7 END,
       CASE WHEN n % 5000 = 3 THEN 'workspace.transfer' ELSE 'flow.edit' END,
       'flow', 'f' || n % 3000, 'Flow number ' || n % 3000, '192.0.2.1'
     FROM generate_series(1, ${entries}) n`,
  );
  await bench.pool.query("ANALYZE audit_entries");
});
after(() => bench.close());

type Plan = {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};

async function explain(conditions: AuditConditions, position: { at: string; id: string } | null) {
  const few = await findFew(bench.pool, "w1", conditions.words);
  const { text, values } = entriesQuery("w1", { ...conditions, few }, position, 51);
  const { rows } = await bench.pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const types = new Set<string>();
  let read = 0;
  const look = (plan: Plan) => {
    types.add(plan["Node Type"]);
    read += (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"];
    plan.Plans?.forEach(look);
  };
  look(rows[0]["QUERY PLAN"][0].Plan);
  return { types, read };
}

const middle = { at: new Date(Date.now() - (entries / 2) * 480_000).toISOString(), id: "30000" };
const cases: [string, AuditConditions][] = [
  ["everything", {}],
  ["a busy person", { actorId: "u3" }],
  ["a person who is seldom there", { actorId: "seldom" }],
  ["a common kind of act", { group: "flow" }],
  ["a rare kind of act", { group: "workspace" }],
  ["one target", { targetType: "flow", targetId: "f17" }],
  [
    "a week, long ago",
    {
      since: new Date(Date.now() - 60 * 86_400_000).toISOString(),
      until: new Date(Date.now() - 53 * 86_400_000).toISOString(),
    },
  ],
  ["a common word", { words: ["flow"] }],
  ["a rare name", { words: ["zoë"] }],
];

for (const [name, conditions] of cases) {
  test(`${name}: read from an index, a page at a time`, async () => {
    for (const position of [null, middle]) {
      const { types, read } = await explain(conditions, position);
      assert.ok(!types.has("Seq Scan"), [...types].join(", "));
      // A page is 51 rows; some steps of a plan count them more than once.
      assert.ok(read < 1_500, `${read} rows were read`);
    }
  });
}
