import assert from "node:assert/strict";
import { test } from "node:test";
import { leftOutWords } from "./left-out-words.ts";

const port = (from: string) => ({ missing: "port" as const, from, port: "maybe" });

test("lines that were not pasted are told with their reason", () => {
  assert.equal(leftOutWords([]), null);
  assert.deepEqual(leftOutWords([port("Ask")]), {
    title: "The steps were pasted without 1 line.",
    detail: "“Ask” has no outlet “maybe” that can lead on there. Draw it anew where you need it.",
  });
  const gone = { missing: "node" as const, from: null, port: "done" };
  const many = leftOutWords([...["A", "B", "C", "D", "D"].map(port), gone]);
  assert.equal(many?.title, "The steps were pasted without 6 lines.");
  assert.match(many?.detail ?? "", /“C”.*1 more of this kind.*1 line leads from or to a step/s);
  assert.doesNotMatch(many?.detail ?? "", /“D”/);
});
