import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Timing } from "./contract.ts";
import { newestOccurrence, nextOccurrence, upcomingOccurrences } from "./occurrences.ts";

const berlin = (expression: string): Timing => ({
  kind: "cron",
  expression,
  zone: "Europe/Berlin",
});
const from = (timing: Timing, start: string, count: number) =>
  upcomingOccurrences(timing, new Date(start), count).map((time) => time.toISOString());

describe("occurrences", () => {
  it("moves a time that summer time leaves out by an hour, once", () => {
    assert.deepEqual(from(berlin("30 2 * * *"), "2026-03-28T00:00:00Z", 3), [
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:30:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("counts a time that comes twice in autumn once", () => {
    assert.deepEqual(from(berlin("30 2 * * *"), "2026-10-24T00:00:00Z", 3), [
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  it("keeps an hourly rhythm over both changes", () => {
    assert.deepEqual(from(berlin("15 * * * *"), "2026-10-25T00:00:00Z", 3), [
      "2026-10-25T00:15:00.000Z",
      "2026-10-25T01:15:00.000Z",
      "2026-10-25T02:15:00.000Z",
    ]);
    assert.deepEqual(from(berlin("15 * * * *"), "2026-03-29T00:00:00Z", 2), [
      "2026-03-29T00:15:00.000Z",
      "2026-03-29T01:15:00.000Z",
    ]);
  });

  it("never gives the time it is asked from", () => {
    const nine = new Date("2026-06-01T07:00:00Z");
    assert.equal(
      nextOccurrence(berlin("0 9 * * *"), nine).toISOString(),
      "2026-06-02T07:00:00.000Z",
    );
    const every: Timing = { kind: "interval", everyMs: 90_000 };
    assert.equal(nextOccurrence(every, nine).toISOString(), "2026-06-01T07:01:30.000Z");
  });

  it("finds the newest of the missed times, now included", () => {
    const due = new Date("2026-06-01T07:00:00Z");
    const newest = (timing: Timing, now: string) =>
      newestOccurrence(timing, due, new Date(now)).toISOString();
    assert.equal(newest(berlin("0 9 * * *"), "2026-06-04T07:00:00Z"), "2026-06-04T07:00:00.000Z");
    assert.equal(newest(berlin("0 9 * * *"), "2026-06-04T06:59:59Z"), "2026-06-03T07:00:00.000Z");
    const every: Timing = { kind: "interval", everyMs: 90_000 };
    assert.equal(newest(every, "2026-06-01T07:04:00Z"), "2026-06-01T07:03:00.000Z");
    assert.equal(newest(every, "2026-06-01T07:01:29Z"), "2026-06-01T07:00:00.000Z");
  });

  it("skips months without the day, and knows their last", () => {
    assert.deepEqual(from(berlin("0 9 31 * *"), "2026-01-31T12:00:00Z", 1), [
      "2026-03-31T07:00:00.000Z",
    ]);
    assert.deepEqual(from(berlin("0 9 L * *"), "2026-01-31T12:00:00Z", 1), [
      "2026-02-28T08:00:00.000Z",
    ]);
  });
});
