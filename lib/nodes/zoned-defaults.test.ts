import assert from "node:assert/strict";
import { it } from "node:test";
import { definitionOf } from "./catalog.ts";
import { zonedDefaults } from "./zoned-defaults.ts";

it("puts new steps and schedules into the workspace's time zone", () => {
  const zoned = (type: string, zone: string) => {
    const definition = definitionOf(type);
    assert.ok(definition);
    return JSON.stringify(zonedDefaults(definition, zone));
  };
  for (const type of ["time", "delay", "schedule-trigger"]) {
    assert.match(zoned(type, "Asia/Tokyo"), /"(timeZone|zone)":"Asia\/Tokyo"/, type);
    assert.doesNotMatch(zoned(type, ""), /Tokyo/);
  }
  assert.doesNotMatch(zoned("send-message", "Asia/Tokyo"), /Tokyo/);
});
