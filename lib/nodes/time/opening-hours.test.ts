import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { definition, type TimeConfig } from "./definition.ts";
import { weekdayName, weekdays } from "./hours.ts";
import { openingState } from "./opening-hours.ts";

/** Midnight, or later than any clock change: what a wall clock shows there is never in doubt. */
const clock = fc
  .oneof(fc.constant(0), fc.integer({ min: 16, max: 95 }))
  .map((quarter) => `${pad(Math.floor(quarter / 4))}:${pad((quarter % 4) * 15)}`);
const day = fc.array(fc.record({ from: clock, to: clock }), { maxLength: 3 });
const date = fc.date({
  min: new Date("2026-01-01"),
  max: new Date("2026-12-31"),
  noInvalidDate: true,
});
const configs: fc.Arbitrary<TimeConfig> = fc
  .record({
    hours: fc.record(Object.fromEntries(weekdays.map((name) => [name, day]))),
    timeZone: fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "Pacific/Auckland",
    ),
    holidays: fc.array(
      fc.record({
        date: date.map((each) => each.toISOString().slice(0, 10)),
        repeats: fc.constantFrom("once", "yearly"),
      }),
      { maxLength: 5 },
    ),
  })
  .map((raw) => definition.config.parse(raw));

describe("openingState", () => {
  it("agrees with the clock on the wall", () => {
    fc.assert(
      fc.property(configs, date, (config, now) => {
        assert.equal(openingState(config, now).open, isOpenByWall(config, now));
      }),
      { numRuns: 400 },
    );
  });

  it("closes and opens when it says, and nothing changes before", () => {
    fc.assert(
      fc.property(configs, date, (config, now) => {
        const state = openingState(config, now);
        const next = state.open ? state.closesAt : state.opensAt;
        if (next === null) return;
        assert.ok(next > now);
        assert.equal(openingState(config, next).open, !state.open);
        const before = new Date(next.getTime() - 1);
        assert.equal(openingState(config, before).open, state.open);
        const between = new Date((now.getTime() + next.getTime()) / 2);
        assert.equal(openingState(config, between).open, state.open);
        if (state.open && state.opensAt !== null) assert.ok(state.opensAt > next);
      }),
      { numRuns: 400 },
    );
  });
});

/** The same question, asked of the platform's own calendar. */
function isOpenByWall(config: TimeConfig, now: Date): boolean {
  const [date = "", time = ""] = new Intl.DateTimeFormat("sv-SE", {
    timeZone: config.timeZone,
    dateStyle: "short",
    timeStyle: "short",
  })
    .format(now)
    .split(" ");
  const yesterday = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
  return (
    rangesOn(config, date).some(({ from, to }) => time >= from && (to <= from || time < to)) ||
    rangesOn(config, yesterday).some(({ from, to }) => to <= from && time < to)
  );
}

function rangesOn(config: TimeConfig, date: string): { from: string; to: string }[] {
  const closed = config.holidays.some((holiday) =>
    holiday.repeats === "yearly" ? holiday.date.slice(5) === date.slice(5) : holiday.date === date,
  );
  const name = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" });
  const weekday = weekdays.find((each) => weekdayName(each) === name.format(new Date(date)));
  return closed || weekday === undefined ? [] : config.hours[weekday];
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
