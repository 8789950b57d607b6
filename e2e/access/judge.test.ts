import assert from "node:assert/strict";
import { test } from "node:test";
import type { Expected, Outcome } from "./cell.ts";
import { judge } from "./judge.ts";

const done: Outcome = { is: "done" };
const refused: Outcome = { is: "refused", code: "not_permitted" };
const may: Expected = { is: "done", writes: true };
const mayNot: Expected = { is: "refused", codes: ["not_permitted"] };
const quiet = { changed: [], named: [] };
const wrote = { changed: ["flows"], named: [] };

test("what is as the table has it is no mismatch", () => {
  const right: [Expected, Parameters<typeof judge>[1]][] = [
    [may, { outcome: done, ...wrote }],
    [
      { is: "done", writes: false },
      { outcome: done, ...quiet },
    ],
    [mayNot, { outcome: refused, ...quiet }],
    [
      { is: "sent", to: "/sign-in" },
      { outcome: { is: "sent", to: "/sign-in" }, ...quiet },
    ],
    [{ is: "apart" }, { outcome: done, ...quiet }],
    [
      { ...mayNot, notes: ["users"] },
      { outcome: refused, changed: ["users"], named: [] },
    ],
  ];
  for (const [expected, seen] of right) assert.equal(judge(expected, seen), undefined);
});

test("one permission too many is a mismatch, and so is one too few", () => {
  assert.match(judge(mayNot, { outcome: done, ...wrote }) ?? "", /should be refused.*was done/);
  assert.match(judge(may, { outcome: refused, ...quiet }) ?? "", /should succeed.*not_permitted/);
});

test("a denial for another reason is a mismatch", () => {
  const outcome: Outcome = { is: "refused", code: "invalid_input" };
  assert.match(judge(mayNot, { outcome, ...quiet }) ?? "", /was refused as invalid_input/);
});

test("a denial that changes a row is a mismatch, and names the table", () => {
  assert.match(judge(mayNot, { outcome: refused, ...wrote }) ?? "", /and yet it changed flows/);
  const sent: Outcome = { is: "sent", to: "/flows" };
  assert.match(judge({ is: "sent", to: "/flows" }, { outcome: sent, ...wrote }) ?? "", /flows/);
  const noted = judge({ ...mayNot, notes: ["users"] }, { outcome: refused, ...wrote });
  assert.match(noted ?? "", /changed flows/);
});

test("a success that writes nothing is a mismatch where something is to be written", () => {
  assert.match(judge(may, { outcome: done, ...quiet }) ?? "", /wrote nothing/);
});

test("another workspace is neither changed nor told of", () => {
  assert.match(judge({ is: "apart" }, { outcome: done, ...wrote }) ?? "", /changed flows/);
  const told = judge({ is: "apart" }, { outcome: done, changed: [], named: ["a run"] });
  assert.match(told ?? "", /told of a run/);
  const failed: Outcome = { is: "refused", code: "internal" };
  assert.equal(judge({ is: "apart" }, { outcome: failed, ...quiet }), "it failed");
});

test("a page that leads somewhere else than the table says is a mismatch", () => {
  const outcome: Outcome = { is: "sent", to: "/sign-in" };
  assert.match(judge({ is: "sent", to: "/flows" }, { outcome, ...quiet }) ?? "", /sent to \/flows/);
});
