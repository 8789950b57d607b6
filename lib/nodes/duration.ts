import { z } from "zod";
import type { Json } from "#lib/flow/json.ts";

const durationUnits = ["seconds", "minutes", "hours", "days"] as const;

export type DurationUnit = (typeof durationUnits)[number];

const unitMs: { readonly [unit in DurationUnit]: number } = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** The longest wait of any step, in milliseconds: a year, a leap day included. */
export const longestWaitMs = 366 * unitMs.days;

/** The unit of an amount of time. A day is 24 hours. */
export function unitSetting(fallback: DurationUnit) {
  return z.enum(durationUnits).default(fallback);
}

/** The options of the select that goes with {@link unitSetting}. */
export const unitOptions: readonly { value: DurationUnit; label: string }[] = [
  { value: "seconds", label: "seconds" },
  { value: "minutes", label: "minutes" },
  { value: "hours", label: "hours" },
  { value: "days", label: "days" },
];

/** Milliseconds of an amount of time. */
export function durationMs(amount: number, unit: DurationUnit): number {
  return amount * unitMs[unit];
}

/** Raw settings in words: "1 day", "30 minutes"; undefined when they are no amount of time. */
export function durationPhrase(
  amount: Json | undefined,
  unit: Json | undefined,
): string | undefined {
  const number = typeof amount === "string" && amount.trim() !== "" ? Number(amount) : amount;
  const known = durationUnits.find((each) => each === unit);
  if (typeof number !== "number" || !Number.isFinite(number) || known === undefined) {
    return undefined;
  }
  const written = String(number);
  if (written.length > 12) return undefined;
  return `${written} ${number === 1 ? known.slice(0, -1) : known}`;
}
