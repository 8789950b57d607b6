import assert from "node:assert/strict";
import { test } from "node:test";
import { lossOf } from "./loss-of.ts";

test("what stops with a live flow is named by what starts it", () => {
  assert.equal(lossOf(["chat"]), "From then on its chat page and widget answer nobody.");
  assert.equal(
    lossOf(["webhook", "manual", "schedule"]),
    "From then on its webhooks refuse what is sent to them and its schedule starts nothing.",
  );
  assert.equal(lossOf(["manual"]), "Nothing starts it any more.");
  assert.equal(lossOf([]), "Nothing starts it any more.");
});
