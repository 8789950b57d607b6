import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const berlin = { ...definition.defaults, timeZone: "Europe/Berlin" };

async function at(instant: string, config: JsonObject = berlin) {
  const now = () => new Date(instant);
  const { port, output } = await doneOf(executeNode(definition, execute, config, { now }));
  return { port, output };
}

describe("time", () => {
  it("is open in office hours, by the clock of the time zone", async () => {
    assert.deepEqual(await at("2026-03-02T09:30:00Z"), {
      port: "open",
      output: {
        open: true,
        opensAt: "2026-03-03T09:00:00+01:00",
        closesAt: "2026-03-02T17:00:00+01:00",
        localTime: "2026-03-02T10:30:00+01:00",
        weekday: "Monday",
      },
    });
    assert.equal((await at("2026-03-02T07:59:59.999Z")).port, "closed");
    assert.equal((await at("2026-03-02T08:00:00.000Z")).port, "open");
    assert.equal((await at("2026-03-02T15:59:59.999Z")).port, "open");
    assert.equal((await at("2026-03-02T16:00:00.000Z")).port, "closed");
  });

  it("says when it opens again, over a weekend in which the clocks change", async () => {
    assert.deepEqual(await at("2026-03-27T18:00:00Z"), {
      port: "closed",
      output: {
        open: false,
        opensAt: "2026-03-30T09:00:00+02:00",
        closesAt: null,
        localTime: "2026-03-27T19:00:00+01:00",
        weekday: "Friday",
      },
    });
  });

  it("keeps holidays, once and every year", async () => {
    const config = {
      ...berlin,
      holidays: [
        { date: "2020-12-25", repeats: "yearly" },
        { date: "2026-12-28", repeats: "once" },
        { date: "", repeats: "once" },
      ],
    };
    const christmas = await at("2026-12-25T10:00:00Z", config);
    assert.equal(christmas.port, "closed");
    assert.partialDeepStrictEqual(christmas.output, { opensAt: "2026-12-29T09:00:00+01:00" });
    assert.equal((await at("2027-12-28T10:00:00Z", config)).port, "open");
    assert.equal((await at("2028-12-25T10:00:00Z", config)).port, "closed");
  });

  it("stays open over midnight, also into a holiday", async () => {
    const bar = {
      hours: { thursday: [{ from: "20:00", to: "03:00" }] },
      timeZone: "Europe/Berlin",
      holidays: [{ date: "2026-12-25", repeats: "once" }],
    };
    const night = await at("2026-12-25T01:00:00Z", bar);
    assert.equal(night.port, "open");
    assert.partialDeepStrictEqual(night.output, {
      closesAt: "2026-12-25T03:00:00+01:00",
      weekday: "Friday",
    });
    assert.equal((await at("2026-12-25T02:00:00Z", bar)).port, "closed");
  });

  it("joins hours that touch, and knows no closing when there is none", async () => {
    const whole = [{ from: "00:00", to: "00:00" }];
    const weekend = { hours: { saturday: whole, sunday: whole }, timeZone: "UTC" };
    assert.partialDeepStrictEqual((await at("2026-03-07T00:00:00Z", weekend)).output, {
      closesAt: "2026-03-09T00:00:00+00:00",
      opensAt: "2026-03-14T00:00:00+00:00",
    });
    const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const always = { hours: Object.fromEntries(days.map((day) => [day, whole])), timeZone: "UTC" };
    assert.partialDeepStrictEqual((await at("2026-03-07T12:00:00Z", always)).output, {
      open: true,
      opensAt: null,
      closesAt: null,
    });
    assert.partialDeepStrictEqual((await at("2026-03-07T12:00:00Z", { hours: {} })).output, {
      open: false,
      opensAt: null,
      closesAt: null,
    });
  });

  it("opens late when the clocks skip its beginning", async () => {
    const early = {
      hours: { sunday: [{ from: "02:30", to: "12:00" }] },
      timeZone: "Europe/Berlin",
    };
    assert.partialDeepStrictEqual((await at("2026-03-29T00:59:00Z", early)).output, {
      open: false,
      opensAt: "2026-03-29T03:30:00+02:00",
    });
  });

  it("refuses hours and days that are none", () => {
    const refused: JsonObject[] = [
      { hours: { monday: [{ from: "9:00", to: "17:00" }] } },
      { hours: { monday: [{ from: "09:00", to: "24:00" }] } },
      { hours: { someday: [] } },
      { holidays: [{ date: "2026-02-30" }] },
      { timeZone: "Berlin" },
    ];
    for (const config of refused) {
      assert.equal(definition.config.safeParse(config).success, false, JSON.stringify(config));
    }
  });

  it("describes its hours", () => {
    assert.equal(definition.describe(definition.defaults), "If open: *Mon–Fri 09:00–17:00*");
    const hours = {
      monday: [{ from: "09:00", to: "17:00" }],
      sunday: [{ from: "10:00", to: "12:00" }],
    };
    assert.equal(definition.describe({ hours }), "If open: *2 days a week*");
    assert.equal(definition.describe({ hours: {} }), "If open: *never open*");
  });
});
