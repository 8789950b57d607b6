import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunRow, RunWrite, StepRow } from "#lib/db/runs/write-journal.ts";
import { Journal, type WriteRuns } from "./journal.ts";

/** A store that remembers which runs came together, and answers when the test's own part is done. */
function watchedStore(answer: (writes: readonly RunWrite[]) => void) {
  const flushes: string[][] = [];
  const store: WriteRuns = async (writes) => {
    flushes.push(writes.map(({ row }) => row.id));
    await new Promise(setImmediate);
    answer(writes);
    return new Set(writes.map(({ row }) => row.id));
  };
  return { flushes, store };
}

const row = (id: string) => ({ id, state: "running", fence: 1 }) as RunRow; // the rest is not looked at
const step = (activationId: string, state: StepRow["state"] = "succeeded") =>
  ({ activationId, state }) as StepRow;
const stepsOf = (writes: readonly RunWrite[]) => writes.flatMap(({ steps }) => steps);
const refusal = Object.assign(new Error("invalid input"), { code: "22P05" });

test("what comes up while a flush is under way goes out together", async () => {
  const { store, flushes } = watchedStore(() => undefined);
  const journal = new Journal(store);
  const early = journal.open(row("a"), true).flush();
  await new Promise(setImmediate);
  const late = Array.from({ length: 50 }, (_, index) =>
    journal.open(row(`b${index}`), true).flush(),
  );
  await Promise.all([early, ...late]);
  assert.deepEqual(
    flushes.map((runs) => runs.length),
    [1, 50],
  );
});

test("a run that Postgres refuses fails alone", async () => {
  const { store } = watchedStore((writes) => {
    if (writes.some(({ row }) => row.id === "bad")) throw refusal;
  });
  const journal = new Journal(store);
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
  const { store } = watchedStore((writes) => {
    underWay -= 1;
    seen.push(...stepsOf(writes).map(({ activationId }) => activationId));
  });
  const run = new Journal((writes) => {
    underWay += 1;
    assert.equal(underWay, 1);
    return store(writes);
  }).open(row("a"), true);
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
  const seen: StepRow[] = [];
  const { store } = watchedStore((writes) => seen.push(...stepsOf(writes)));
  const run = new Journal(store).open(row("a"), true);
  run.addStep(step("x", "started"));
  run.addStep(step("y"));
  run.addStep(step("x", "succeeded"));
  await run.flush();
  assert.deepEqual(
    seen.map(({ activationId, state }) => [activationId, state]),
    [
      ["y", "succeeded"],
      ["x", "succeeded"],
    ],
  );
});

test("after a failed flush, a run cannot pretend that nothing is missing", async () => {
  let down = true;
  const { store } = watchedStore(() => {
    if (down) throw Object.assign(new Error("gone"), { code: "57P01" });
  });
  const journal = new Journal(store);
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
