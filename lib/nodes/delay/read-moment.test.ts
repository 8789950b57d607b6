import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readMoment } from "./read-moment.ts";

/** A Saturday, 12:00 in Berlin; the clocks go forward that night. */
const now = new Date("2026-03-28T11:00:00.000Z");
const read = (text: string, zone = "Europe/Berlin") =>
  readMoment(text, zone, "day-first", now)?.toISOString();

describe("readMoment", () => {
  it("reads ISO 8601, with and without a time zone of its own", () => {
    const cases: [string, string][] = [
      ["2026-07-01", "2026-06-30T22:00:00.000Z"],
      ["2026-07-01 09:00", "2026-07-01T07:00:00.000Z"],
      ["2026-01-01T09:00:30", "2026-01-01T08:00:30.000Z"],
      ["2026-01-01T09:00:30.250Z", "2026-01-01T09:00:30.250Z"],
      ["2026-01-01T09:00:00+05:30", "2026-01-01T03:30:00.000Z"],
      ["2026-01-01T09:00:00-0330", "2026-01-01T12:30:00.000Z"],
      ["2026-01-01T24:00", "2026-01-01T23:00:00.000Z"],
      ["2024-02-29", "2024-02-28T23:00:00.000Z"],
    ];
    for (const [text, expected] of cases) assert.equal(read(text), expected, text);
  });

  it("reads Unix time", () => {
    assert.equal(read("1700000000"), "2023-11-14T22:13:20.000Z");
    assert.equal(read("1700000000123"), "2023-11-14T22:13:20.123Z");
  });

  it("reads what people write, by the zone's clock", () => {
    const cases: [string, string][] = [
      ["tomorrow at 9", "2026-03-29T07:00:00.000Z"],
      ["tomorrow", "2026-03-28T23:00:00.000Z"],
      ["tomorrow morning", "2026-03-29T04:00:00.000Z"],
      ["in 3 days", "2026-03-31T10:00:00.000Z"],
      ["in 2 hours", "2026-03-28T13:00:00.000Z"],
      ["next Monday 14:30", "2026-03-30T12:30:00.000Z"],
      ["14.7.2026 10:00", "2026-07-14T08:00:00.000Z"],
      ["3/4/2026 9am", "2026-04-03T07:00:00.000Z"],
      ["5pm EST", "2026-03-28T22:00:00.000Z"],
      ["now", now.toISOString()],
    ];
    for (const [text, expected] of cases) assert.equal(read(text), expected, text);
    assert.equal(
      readMoment("3/4/2026", "UTC", "month-first", now)?.toISOString(),
      "2026-03-04T00:00:00.000Z",
    );
  });

  it("takes a time the clocks skip for an hour later, and the first of two", () => {
    assert.equal(read("2026-03-29 02:30"), "2026-03-29T01:30:00.000Z");
    assert.equal(read("2026-10-25 02:30"), "2026-10-25T00:30:00.000Z");
    assert.equal(read("2026-11-01 01:30", "America/New_York"), "2026-11-01T05:30:00.000Z");
  });

  it("is not taken in by what is no moment", () => {
    for (const text of ["", "soon", "2026-02-31", "2026-13-01", "2026-01-01 25:00", "12"]) {
      assert.equal(read(text), undefined, text);
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        readMoment(text, "America/St_Johns", "day-first", now);
      }),
    );
  });
});
