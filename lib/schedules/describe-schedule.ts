import { readScheduleSetting, type ScheduleSetting, scheduleProblem } from "./schedule-setting.ts";

export const weekdayNames = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

/** A schedule in plain words with the important part in `*stars*`; at most 70 characters. */
export function describeSchedule(raw: unknown): string {
  if (scheduleProblem(raw) !== null) return "On a schedule";
  const setting = readScheduleSetting(raw);
  const { mode, time, day } = setting;
  const place = setting.zone === "UTC" ? "UTC" : cityOf(setting.zone);
  if (mode === "interval") return `Every *${interval(setting)}*`;
  if (mode === "cron") return `By a *cron expression* (${place})`;
  const at = `at *${time}* (${place})`;
  if (mode === "daily") return `Every day ${at}`;
  if (mode === "weekly") return `${weekdays(setting.days)} ${at}`;
  return `${day === "last" ? "On each month's last day" : `On day ${day} of each month`} ${at}`;
}

function interval({ every, unit }: ScheduleSetting): string {
  return every === 1 ? unit.slice(0, -1) : `${every} ${unit}`;
}

function weekdays(days: readonly number[]): string {
  // From Monday, as the picker has them.
  const sorted = [...new Set(days)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  const key = sorted.join();
  if (sorted.length === 7) return "Every day";
  if (key === "1,2,3,4,5") return "On weekdays";
  if (key === "6,0") return "On weekends";
  if (sorted.length === 1) return `Every ${weekdayNames[sorted[0] ?? 0]}`;
  return `On ${sorted.map((day) => weekdayNames[day]?.slice(0, 3)).join(", ")}`;
}

/** `New York` of `America/New_York`. */
function cityOf(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ").slice(0, 16);
}
