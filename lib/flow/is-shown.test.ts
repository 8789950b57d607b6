import assert from "node:assert/strict";
import { test } from "node:test";
import { isShown, type ShowCondition } from "./is-shown.ts";

const onMode: ShowCondition = { field: "mode", in: ["wait"] };
const fields = { mode: {}, giveUp: { showWhen: onMode }, other: {} };

test("every condition must hold, however many there are", () => {
  const last: ShowCondition = { field: "mode", in: [1], and: { field: "other", in: [true] } };
  assert.equal(isShown(last, fields, { mode: 1, other: true }), true);
  assert.equal(isShown(last, fields, { mode: 2, other: true }), false);
  assert.equal(isShown(last, fields, { mode: 1, other: false }), false);
  assert.equal(isShown(last, fields, { mode: 1 }), false);
});

test("a setting that is left out counts as its default", () => {
  assert.equal(isShown(onMode, fields, {}, { mode: "wait" }), true);
  assert.equal(isShown(onMode, fields, {}, { mode: "end" }), false);
  assert.equal(isShown(onMode, fields, { mode: "end" }, { mode: "wait" }), false);
});

test("what depends on a hidden field is hidden with it", () => {
  const late: ShowCondition = { field: "giveUp", in: ["after"] };
  assert.equal(isShown(late, fields, { mode: "wait", giveUp: "after" }), true);
  assert.equal(isShown(late, fields, { mode: "end", giveUp: "after" }), false);
  const circle = { a: { showWhen: { field: "a", in: [1] } } };
  assert.equal(isShown(circle.a.showWhen, circle, { a: 1 }), true);
});
