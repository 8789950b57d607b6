import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import { isTimeZone } from "#lib/nodes/time-zone.ts";
import type { MissedPolicy, Schedule, Timing } from "./contract.ts";
import { cronProblem, shortestIntervalMs } from "./cron-problem.ts";

export const scheduleModes = ["interval", "daily", "weekly", "monthly", "cron"] as const;
export const intervalUnits = ["seconds", "minutes", "hours"] as const;

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 } as const;
const longestIntervalMs = 366 * 24 * 3_600_000;

/** How people set a schedule. What another mode needs is kept, so that trying one loses nothing. */
const shape = z.strictObject({
  mode: z.enum(scheduleModes).default("daily"),
  every: z.int("Give a whole number.").min(1, "Give at least 1.").default(15),
  unit: z.enum(intervalUnits).default("minutes"),
  /** On the zone's clocks, 24 hours. */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Give a time such as 09:00.")
    .default("09:00"),
  /** 0 is Sunday. */
  days: z.array(z.int().min(0).max(6)).max(7).default([1, 2, 3, 4, 5]),
  day: z.union([z.int().min(1).max(31), z.literal("last")]).default(1),
  expression: z.string().max(200).default("0 9 * * 1-5"),
  /** An IANA zone, such as `Europe/Berlin`. */
  zone: z.string().max(60).default("UTC"),
});

export type ScheduleSetting = z.infer<typeof shape>;

export const scheduleSetting = shape.superRefine((setting, context) => {
  const message = complaintAbout(setting);
  if (message !== null) context.addIssue({ code: "custom", message });
});

/** What is wrong with a stored setting, as a sentence; null when it can be published. */
export function scheduleProblem(raw: unknown): string | null {
  const result = scheduleSetting.safeParse(raw);
  return result.success ? null : (result.error.issues[0]?.message ?? "The schedule is incomplete.");
}

/**
 * A stored setting with every gap filled by its default; what has no usable shape at all becomes
 * the default setting.
 */
export function readScheduleSetting(raw: unknown): ScheduleSetting {
  const stored = typeof raw === "object" && raw !== null ? raw : {};
  const fields = Object.entries(shape.shape).map(([key, field]) => {
    const value = key in stored ? stored[key as keyof typeof stored /* `in` says so */] : undefined;
    const result = field.safeParse(value);
    return [key, result.success ? result.data : field.parse(undefined)];
  });
  return shape.parse(Object.fromEntries(fields));
}

/**
 * What the clock goes by.
 *
 * @throws UserError `invalid_config` when the setting cannot be published
 */
export function compileSchedule(raw: unknown, missed: MissedPolicy): Schedule {
  const result = scheduleSetting.safeParse(raw);
  if (result.success) return { ...timingOf(result.data), missed };
  throw new UserError("invalid_config", scheduleProblem(raw) ?? "The schedule is incomplete.");
}

/** When a valid setting is due. */
export function timingOf(setting: ScheduleSetting): Timing {
  const { mode, zone } = setting;
  if (mode === "interval")
    return { kind: "interval", everyMs: setting.every * unitMs[setting.unit] };
  return { kind: "cron", expression: expressionOf(setting), zone };
}

function expressionOf({ mode, time, days, day, expression }: ScheduleSetting): string {
  if (mode === "cron") return expression.trim();
  const [hour = "0", minute = "0"] = time.split(":");
  const at = `${Number(minute)} ${Number(hour)}`;
  if (mode === "weekly") return `${at} * * ${[...new Set(days)].sort().join(",")}`;
  if (mode === "monthly") return `${at} ${day === "last" ? "L" : day} * *`;
  return `${at} * * *`;
}

function complaintAbout(setting: ScheduleSetting): string | null {
  if (setting.mode === "interval") {
    const everyMs = setting.every * unitMs[setting.unit];
    if (everyMs < shortestIntervalMs) return "Runs must be at least 10 seconds apart.";
    return everyMs > longestIntervalMs ? "Runs must be at most a year apart." : null;
  }
  if (!isTimeZone(setting.zone)) return `“${setting.zone}” is no time zone.`;
  if (setting.mode === "weekly" && setting.days.length === 0) return "Choose at least one day.";
  return setting.mode === "cron" ? cronProblem(setting.expression) : null;
}
