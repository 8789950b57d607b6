import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunRow, StepRow } from "#lib/db/runs/write-journal.ts";
import { Journal } from "./journal.ts";

/** A database that keeps what it is sent and answers when told to. */
function fakePool(
  answer: (written: { runs: RunRow[]; steps: { r: string; a: string }[] }) => void,
) {
  const statements: string[][] = [];
  const query = async ({ values }: { values: string[] }) => {
    const parts = values.map((value) => JSON.parse(value));
    const mixed = parts.length === 4;
    const runs: RunRow[] = mixed ? [...parts[0], ...parts[1]] : parts[0];
    const steps = parts[mixed ? 2 : 1];
    statements.push(runs.map((run) => run.id));
    await new Promise(setImmediate);
    answer({ runs, steps });
    return { rows: runs.map(({ id }) => ({ id })) };
  };
  return { statements, pool: { query } as unknown as ConstructorParameters<typeof Journal>[0] };
}

const row = (id: string) => ({ id, state: "running", fence: 1 }) as RunRow; // the rest is not looked at
const step = (activationId: string, state: StepRow["state"] = "succeeded") =>
  ({ activationId, state }) as StepRow;
const refusal = Object.assign(new Error("invalid input"), { code: "22P05" });

test("what comes up while a flush is under way goes out together", async () => {
  const { pool, statements } = fakePool(() => undefined);
  const journal = new Journal(pool);
  const early = journal.open(row("a"), true).flush();
  await new Promise(setImmediate);
  const late = Array.from({ length: 50 }, (_, index) =>
    journal.open(row(`b${index}`), true).flush(),
  );
  await Promise.all([early, ...late]);
  assert.deepEqual(
    statements.map((runs) => runs.length),
    [1, 50],
  );
});

test("a run that Postgres refuses fails alone", async () => {
  const { pool } = fakePool(({ runs }) => {
    if (runs.some((run) => run.id === "bad")) throw refusal;
  });
  const journal = new Journal(pool);
  const ids = ["a", "b", "bad", "c", "d"];
  const outcomes = await Promise.allSettled(ids.map((id) => journal.open(row(id), true).flush()));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "fulfilled", "rejected", "fulfilled", "fulfilled"],
  );
  const bad = outcomes[2];
  assert.equal(bad?.status === "rejected" && bad.reason.code, "journal_refused");
});

test("the writes of one run never overtake each other, and none is lost", async () => {
  const seen: string[] = [];
  let underWay = 0;
  const { pool } = fakePool(({ steps }) => {
    underWay -= 1;
    seen.push(...steps.map(({ a }) => a));
  });
  const inner = pool.query;
  pool.query = ((...args: Parameters<typeof inner>) => {
    underWay += 1;
    assert.equal(underWay, 1);
    return inner(...args);
  }) as typeof inner;
  const run = new Journal(pool).open(row("a"), true);
  const flushes: Promise<void>[] = [];
  for (let index = 0; index < 20; index++) {
    run.addStep(step(String(index)));
    flushes.push(run.flush());
    if (index % 3 === 0) await new Promise(setImmediate);
  }
  await Promise.all(flushes);
  assert.deepEqual(
    seen,
    Array.from({ length: 20 }, (_, index) => String(index)),
  );
});

test("a step that began and ended before the flush is written once, as it ended", async () => {
  const seen: unknown[] = [];
  const { pool } = fakePool(({ steps }) => seen.push(...steps));
  const run = new Journal(pool).open(row("a"), true);
  run.addStep(step("x", "started"));
  run.addStep(step("y"));
  run.addStep(step("x", "succeeded"));
  await run.flush();
  assert.deepEqual(
    seen.map((written) => [(written as { a: string }).a, (written as { s: string }).s]),
    [
      ["y", "succeeded"],
      ["x", "succeeded"],
    ],
  );
});

test("after a failed flush, a run cannot pretend that nothing is missing", async () => {
  let down = true;
  const { pool } = fakePool(() => {
    if (down) throw Object.assign(new Error("gone"), { code: "57P01" });
  });
  const journal = new Journal(pool);
  const run = journal.open(row("a"), true);
  await assert.rejects(
    run.flush(),
    (error: { code?: string }) => error.code === "database_unavailable",
  );
  down = false;
  await assert.rejects(
    run.flush(),
    (error: { code?: string }) => error.code === "database_unavailable",
  );
  await journal.open(row("b"), true).flush();
});
