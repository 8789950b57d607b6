import assert from "node:assert/strict";
import { test } from "node:test";
import { placeNote } from "./place-note.ts";

test("a place says how much needs somebody there, and no more than 99", () => {
  const note = (count: number) => placeNote(count, "needs a person", "need a person");
  assert.equal(note(0), undefined);
  assert.deepEqual(note(1), { shown: "1", says: "1 needs a person" });
  assert.deepEqual(note(3), { shown: "3", says: "3 need a person" });
  assert.deepEqual(note(120), { shown: "99+", says: "99+ need a person" });
});
