import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isTimeZone } from "./time-zone.ts";
import { instantOf, isoInZone, wallClock } from "./wall-clock.ts";

const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const instants = fc.date({
  min: new Date("2020-01-01T00:00:00Z"),
  max: new Date("2035-01-01T00:00:00Z"),
  noInvalidDate: true,
});

describe("wall clocks", () => {
  it("show what the platform's own calendar shows", () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const shown = new Intl.DateTimeFormat("sv-SE", {
          timeZone: zone,
          dateStyle: "short",
          timeStyle: "medium",
        }).format(instant);
        const wall = new Date(wallClock(instant, zone)).toISOString();
        assert.equal(wall.slice(0, 19).replace("T", " "), shown);
      }),
    );
  });

  it("lead back to an instant that shows the same, never a later one", () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const wall = wallClock(instant, zone);
        const back = instantOf(wall, zone);
        assert.equal(wallClock(back, zone), wall);
        assert.ok(back <= instant);
      }),
    );
  });

  it("are written so that they can be read back", () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const seconds = Math.floor(instant.getTime() / 1_000) * 1_000;
        assert.equal(Date.parse(isoInZone(new Date(seconds), zone)), seconds);
      }),
    );
    const moment = new Date("2026-07-01T12:00:00Z");
    assert.equal(isoInZone(moment, "Asia/Kathmandu"), "2026-07-01T17:45:00+05:45");
    assert.equal(isoInZone(moment, "America/St_Johns"), "2026-07-01T09:30:00-02:30");
  });

  it("go by names of places only", () => {
    for (const name of ["UTC", "Europe/Berlin", "America/New_York"]) assert.ok(isTimeZone(name));
    for (const name of ["", "Berlin", "+02:00", "Mars/Olympus", "Europe/Berlin "]) {
      assert.equal(isTimeZone(name), false, name);
    }
  });
});
