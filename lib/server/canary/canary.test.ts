import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { installQueue } from "#lib/db/queue/install-queue.ts";
import { type CanaryOptions, type CanaryResult, runCanary } from "./run-canary.fixture.ts";

async function canary(options: Omit<CanaryOptions, "databaseUrl">): Promise<CanaryResult> {
  const database = await createTestDatabase();
  try {
    await installQueue(database.url);
    return await runCanary({ databaseUrl: database.url, thorough: false, ...options });
  } finally {
    await database.drop();
  }
}

/** One of each way in which a secret travels; the figure `canary` goes through every kind. */
const kinds = [
  ...["basic", "api-key-query", "google-service-account", "oauth2-app", "zapier", "smtp"],
  "signing-secret",
];

test("no secret is left anywhere, however things go wrong", async () => {
  const result = await canary({ redact: true, kinds });
  assert.deepEqual(result.uncovered, [], "add a fixture for the new kind, flows for the new node");
  assert.deepEqual(result.finds, []);
  assert.ok(result.runs > 100 && result.tests > 50, JSON.stringify(result));
  const { tables, rows, logLines, answers } = result.searched;
  assert.ok(tables > 30 && rows > 500 && logLines > 0 && answers > 300, JSON.stringify(result));
});

test("the same search finds them where nothing is taken out", async () => {
  const { finds } = await canary({ redact: false, kinds: ["basic"] });
  const places = new Set(finds.map(({ place }) => place));
  for (const place of ["table runs", "table run_steps", "table messages", "events"]) {
    assert.ok(places.has(place), `${place} is not among ${[...places].join(", ")}`);
  }
  const forms = new Set(finds.map(({ form }) => form));
  assert.equal(forms.size, 2, [...forms].join(", "));
});
