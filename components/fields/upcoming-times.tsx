"use client";
import { useEffect, useState } from "react";
import { useLocale } from "#components/ui/locale.tsx";
import { type ScheduleSetting, timingOf } from "#lib/schedules/schedule-setting.ts";

const shown = 5;
/** The longest a browser's timer waits, in ms. */
const longestTimer = 2_147_483_647;

/** The next times of a valid schedule, on its zone's clocks; moves on as they pass. */
export function UpcomingTimes({ setting }: { setting: ScheduleSetting }) {
  const locale = useLocale();
  const timing = timingOf(setting);
  const key = JSON.stringify(timing);
  const [times, setTimes] = useState<readonly Date[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the schedule
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    async function show() {
      // The calendar is a large library that only this list needs.
      const { upcomingOccurrences } = await import("#lib/schedules/occurrences.ts");
      if (gone) return;
      const next = upcomingOccurrences(timing, new Date(), shown);
      setTimes(next);
      const wait = Number(next[0] ?? 0) - Date.now();
      timer = setTimeout(() => void show(), Math.min(Math.max(wait, 1_000), longestTimer));
    }
    void show();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [key]);

  const zone = timing.kind === "cron" ? timing.zone : undefined;
  const format = new Intl.DateTimeFormat(undefined, {
    ...(zone !== undefined && { timeZone: zone }),
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(timing.kind === "interval" && timing.everyMs % 60_000 !== 0 && { second: "2-digit" }),
    timeZoneName: "short",
  });
  return (
    <div className="rounded-lg border border-line bg-sunken px-2.5 py-1.5">
      <p className="font-medium text-muted text-xs">
        {timing.kind === "interval" ? "If it were published now" : "Next times"}
      </p>
      <ol className="min-h-25 text-sm tabular-nums" aria-label="Next times">
        {times.map((time) => (
          <li key={time.getTime()}>
            <time
              dateTime={time.toISOString()}
              title={`${time.toLocaleString(locale)} · ${utc(time)}`}
            >
              {format.format(time)}
            </time>
          </li>
        ))}
      </ol>
    </div>
  );
}

function utc(time: Date): string {
  return `${time.toISOString().replace("T", " ").slice(0, 19)} UTC`;
}
