import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "#lib/errors/user-error.ts";
import { clip } from "../clip.ts";
import type { Execute } from "../contract.ts";
import { durationMs, longestWaitMs } from "../duration.ts";
import type { DelayConfig } from "./definition.ts";
import { readMoment } from "./read-moment.ts";

/** A shorter rest is not worth storing: the step waits where it is. */
const briefMs = 1_000;
/** Draws are made in steps of a millisecond, and no finer than `randomInt` can. */
const drawSteps = 2 ** 40;

/**
 * Waits, and goes on. A moment that has passed is not waited for.
 *
 * @throws UserError `invalid_value` when the settings are no time to wait, or more than a year
 */
export const execute: Execute<DelayConfig> = async ({ config, resumed, now, signal }) => {
  if (resumed !== undefined) {
    const { startedAt, waitedUntil } = resumed.state;
    return {
      kind: "done",
      output: { startedAt: startedAt ?? null, waitedUntil: waitedUntil ?? null },
    };
  }
  const started = now();
  const ms = Math.max(0, Math.round(waitOf(config, started)));
  if (ms > longestWaitMs) {
    throw new UserError("invalid_value", "The delay is longer than a year.", {
      next: "Choose a shorter time, or check the unit.",
    });
  }
  const until = new Date(started.getTime() + ms);
  const output = { startedAt: started.toISOString(), waitedUntil: until.toISOString() };
  if (ms >= briefMs) {
    return { kind: "wait", wait: { kind: "delay", state: output, expiresAt: until } };
  }
  if (ms > 0) await sleep(ms, undefined, { signal });
  return { kind: "done", output };
};

/** How long to wait from `now`, in milliseconds; below 0 when the moment has passed. */
function waitOf(config: DelayConfig, now: Date): number {
  switch (config.mode) {
    case "fixed":
      return durationMs(config.amount, config.unit);
    case "variable":
      return durationMs(readAmount(config.amountText), config.unit);
    case "random": {
      // Written the wrong way round, they still mean the same.
      const least = Math.min(config.least, config.most);
      const spread = Math.abs(config.most - config.least);
      return durationMs(least + spread * (randomInt(drawSteps + 1) / drawSteps), config.unit);
    }
    case "until":
      return readUntil(config, now).getTime() - now.getTime();
  }
}

function readAmount(text: string): number {
  const plain = text.trim();
  const amount = plain === "" ? Number.NaN : Number(plain);
  if (Number.isFinite(amount) && amount >= 0) return amount;
  const shown = plain === "" ? "is empty" : `is “${clip(plain, 60)}”`;
  const wanted = Number.isFinite(amount) ? "below zero" : "not a number";
  throw new UserError("invalid_value", `The time to wait ${shown}, which is ${wanted}.`, {
    next: "Check the variable in it. Decimals begin with a dot, as in 1.5.",
  });
}

function readUntil(config: DelayConfig, now: Date): Date {
  const moment = readMoment(config.until, config.timeZone, config.dateOrder, now);
  if (moment !== undefined && !Number.isNaN(moment.getTime())) return moment;
  const plain = config.until.trim();
  throw new UserError(
    "invalid_value",
    plain === ""
      ? "The moment to wait for is empty."
      : `“${clip(plain, 60)}” is not a date and time.`,
    { next: "Write it as in 2027-03-14 09:00, or check the variable in it." },
  );
}
