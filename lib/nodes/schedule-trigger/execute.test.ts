import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

describe("schedule trigger", () => {
  it("hands on what it was started with", async () => {
    const input = definition.output.parse(definition.sample({}));
    const result = await doneOf(executeNode(definition, execute, {}, { input }));
    assert.deepEqual(result.output, input);
  });

  it("shows the zone whose clocks count", () => {
    const zone = "Asia/Tokyo";
    assert.equal(definition.sample({ schedule: { mode: "daily", zone } }).zone, zone);
    assert.equal(definition.sample({ schedule: { mode: "interval", zone } }).zone, "UTC");
  });

  it("says when it starts, and that it cannot tell", () => {
    const schedule = { mode: "daily", time: "08:15", zone: "Asia/Tokyo" };
    assert.equal(definition.describe({ schedule }), "Every day at *08:15* (Tokyo)");
    assert.equal(definition.describe({ schedule: { mode: "yearly" } }), "On a schedule");
  });

  it("refuses settings that no clock can keep", () => {
    const parse = (schedule: object) => definition.config.safeParse({ schedule }).success;
    assert.equal(parse({ mode: "cron", expression: "61 * * * *" }), false);
    assert.equal(parse({ mode: "cron", expression: "59 * * * *" }), true);
    assert.equal(definition.config.safeParse({ missed: "twice" }).success, false);
  });
});
