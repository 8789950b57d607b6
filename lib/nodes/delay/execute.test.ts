import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "#lib/flow/json.ts";
import { executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const now = new Date("2026-03-02T09:30:00.000Z");

function delay(config: JsonObject, context: TestContext = {}) {
  return executeNode(definition, execute, config, { now: () => now, ...context });
}

/** How long the step waits, in milliseconds. */
async function waitOf(config: JsonObject): Promise<number> {
  const result = await delay(config);
  if (result.kind !== "wait" || result.wait.kind !== "delay") {
    throw new Error(`The step does not wait: ${result.kind}`);
  }
  assert.equal(result.wait.state.startedAt, now.toISOString());
  assert.equal(result.wait.state.waitedUntil, result.wait.expiresAt.toISOString());
  return result.wait.expiresAt.getTime() - now.getTime();
}

describe("delay", () => {
  it("waits a fixed time, in every unit", async () => {
    assert.equal(await waitOf({}), 600_000);
    assert.equal(await waitOf({ amount: 1, unit: "seconds" }), 1_000);
    assert.equal(await waitOf({ amount: 1.5, unit: "minutes" }), 90_000);
    assert.equal(await waitOf({ amount: "2", unit: "hours" }), 7_200_000);
    assert.equal(await waitOf({ amount: 366, unit: "days" }), 366 * 86_400_000);
  });

  it("goes on once the delay is over, with what it promised", async () => {
    const state = { startedAt: now.toISOString(), waitedUntil: "2026-03-02T09:40:00.000Z" };
    const result = await delay({}, { resumed: { kind: "delay", state } });
    assert.deepEqual(result, { kind: "done", output: state });
  });

  it("rests where it is when that is less than a second", async () => {
    const result = await delay({ amount: 0.005, unit: "seconds" });
    assert.deepEqual(result, {
      kind: "done",
      output: { startedAt: now.toISOString(), waitedUntil: "2026-03-02T09:30:00.005Z" },
    });
    const stopped = delay(
      { amount: 0.9, unit: "seconds" },
      { signal: AbortSignal.abort(new Error("canceled")) },
    );
    await assert.rejects(stopped, { name: "AbortError" });
  });

  it("takes the time from a variable", async () => {
    const config = { mode: "variable", amountText: " 1.5 ", unit: "hours" };
    assert.equal(await waitOf(config), 5_400_000);
    for (const [amountText, message] of [
      ["soon", /“soon”, which is not a number/],
      ["", /is empty/],
      ["-1", /below zero/],
      ["Infinity", /not a number/],
    ] as const) {
      await assert.rejects(
        delay({ mode: "variable", amountText }),
        failsWith("invalid_value", message),
      );
    }
  });

  it("draws a time between two, also when they are the wrong way round", async () => {
    const seconds = fc.integer({ min: 1, max: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(seconds, seconds, async (least, most) => {
        const ms = await waitOf({ mode: "random", least, most, unit: "seconds" });
        assert.ok(ms >= Math.min(least, most) * 1_000 && ms <= Math.max(least, most) * 1_000);
      }),
    );
    const drawn = new Set<number>();
    for (let n = 0; n < 20; n++) {
      drawn.add(await waitOf({ mode: "random", least: 1, most: 300, unit: "days" }));
    }
    assert.ok(drawn.size > 1, "the same time every time");
  });

  it("waits until a moment in the time zone, and not for one that has passed", async () => {
    const until = (text: string) =>
      waitOf({ mode: "until", until: text, timeZone: "Europe/Berlin" });
    assert.equal(await until("2026-03-02 11:30"), 3_600_000);
    assert.equal(await until("2026-03-02T11:30:00Z"), 7_200_000);
    const passed = await delay({ mode: "until", until: "2020-01-01" });
    const at = now.toISOString();
    assert.deepEqual(passed, { kind: "done", output: { startedAt: at, waitedUntil: at } });
  });

  it("names what is no moment, and what is too far away", async () => {
    const until = (text: string) => delay({ mode: "until", until: text });
    await assert.rejects(until("soonish"), failsWith("invalid_value", /“soonish” is not a date/));
    await assert.rejects(until(" "), failsWith("invalid_value", /is empty/));
    await assert.rejects(until("2030-01-01"), failsWith("invalid_value", /longer than a year/));
    const long = delay({ amount: 367, unit: "days" });
    await assert.rejects(long, failsWith("invalid_value", /longer than a year/));
    assert.equal(definition.config.safeParse({ timeZone: "Mars/Olympus" }).success, false);
  });
});
