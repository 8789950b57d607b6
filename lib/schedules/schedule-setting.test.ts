import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { describeSchedule } from "./describe-schedule.ts";
import { compileSchedule, readScheduleSetting, scheduleProblem } from "./schedule-setting.ts";

const zone = "America/New_York";

describe("a schedule's setting", () => {
  const cases: [object, object, string][] = [
    [{ mode: "interval", every: 90, unit: "seconds" }, { everyMs: 90_000 }, "Every *90 seconds*"],
    [{ mode: "interval", every: 1, unit: "hours" }, { everyMs: 3_600_000 }, "Every *hour*"],
    [
      { mode: "daily", time: "07:05", zone },
      { expression: "5 7 * * *", zone },
      "Every day at *07:05* (New York)",
    ],
    [
      { mode: "weekly", time: "18:30" },
      { expression: "30 18 * * 1,2,3,4,5", zone: "UTC" },
      "On weekdays at *18:30* (UTC)",
    ],
    [
      { mode: "weekly", days: [3, 0, 3], zone },
      { expression: "0 9 * * 0,3", zone },
      "On Wed, Sun at *09:00* (New York)",
    ],
    [
      { mode: "monthly", day: 15 },
      { expression: "0 9 15 * *", zone: "UTC" },
      "On day 15 of each month at *09:00* (UTC)",
    ],
    [
      { mode: "monthly", day: "last" },
      { expression: "0 9 L * *", zone: "UTC" },
      "On each month's last day at *09:00* (UTC)",
    ],
    [
      { mode: "cron", expression: " */5 * * * * ", zone },
      { expression: "*/5 * * * *", zone },
      "By a *cron expression* (New York)",
    ],
  ];
  for (const [raw, timing, sentence] of cases) {
    it(`says “${sentence}”`, () => {
      const kind = "everyMs" in timing ? "interval" : "cron";
      assert.deepEqual(compileSchedule(raw, "once"), { kind, ...timing, missed: "once" });
      assert.equal(describeSchedule(raw), sentence);
    });
  }

  const refused: [object, RegExp][] = [
    [{ mode: "interval", every: 9, unit: "seconds" }, /10 seconds apart/],
    [{ mode: "interval", every: 10_000, unit: "hours" }, /a year apart/],
    [{ mode: "interval", every: "soon" }, /whole number/],
    [{ mode: "interval", every: 0 }, /at least 1/],
    [{ mode: "daily", time: "25:00" }, /such as 09:00/],
    [{ mode: "daily", zone: "Mars/Base" }, /no time zone/],
    [{ mode: "daily", zone: "+02:00" }, /no time zone/],
    [{ mode: "weekly", days: [] }, /at least one day/],
    [{ mode: "cron", expression: "* * 31 2 *" }, /never comes/],
  ];
  for (const [raw, message] of refused) {
    it(`refuses ${JSON.stringify(raw)}`, () => {
      assert.match(scheduleProblem(raw) ?? "", message);
      assert.throws(() => compileSchedule(raw, "skip"), { code: "invalid_config" });
      assert.equal(describeSchedule(raw), "On a schedule");
    });
  }

  it("takes ten seconds, and minds only what its mode uses", () => {
    assert.equal(scheduleProblem({ mode: "interval", every: 10, unit: "seconds" }), null);
    assert.equal(scheduleProblem({ mode: "interval", zone: "Mars/Base", expression: "no" }), null);
    assert.equal(scheduleProblem({}), null);
    assert.notEqual(scheduleProblem(undefined), null);
  });

  it("reads whatever is stored, filling gaps with defaults", () => {
    assert.equal(readScheduleSetting({ mode: "cron", every: "x" }).mode, "cron");
    assert.equal(readScheduleSetting({ mode: "cron", every: "x" }).every, 15);
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const read = readScheduleSetting(raw);
        assert.deepEqual(readScheduleSetting(read), read);
      }),
    );
  });
});
