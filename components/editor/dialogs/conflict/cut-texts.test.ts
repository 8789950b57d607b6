import assert from "node:assert/strict";
import { test } from "node:test";
import { cutTexts } from "./cut-texts.ts";

test("a long text is cut to where it differs", () => {
  const start = "a".repeat(300);
  const end = "z".repeat(300);
  const { mine, theirs } = cutTexts(`${start} 10 ${end}`, `${start} 25 ${end}`);
  assert.equal(mine.different, "10");
  assert.equal(theirs.different, "25");
  assert.match(mine.before, /^…a{39} $/);
  assert.match(mine.after, /^ z{39}…$/);
  assert.deepEqual([theirs.before, theirs.after], [mine.before, mine.after]);
});

test("one text inside the other leaves nothing twice", () => {
  const { mine, theirs } = cutTexts("ho ho", "ho ho ho");
  assert.deepEqual(mine, { before: "ho ", different: "ho", after: "" });
  assert.deepEqual(theirs, { before: "ho ", different: "ho ho", after: "" });
});

test("a difference is shown in whole words", () => {
  const { mine, theirs } = cutTexts("Ask Ada. Then go.", "Ask Edda. Then go.");
  assert.deepEqual(mine, { before: "Ask ", different: "Ada.", after: " Then go." });
  assert.equal(theirs.different, "Edda.");
});

test("characters outside the first plane stay whole", () => {
  const { mine, theirs } = cutTexts("😀", "😁");
  assert.deepEqual([mine.different, theirs.different], ["😀", "😁"]);
});
