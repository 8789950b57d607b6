import type { Execute } from "../contract.ts";
import { isoInZone } from "../wall-clock.ts";
import type { TimeConfig } from "./definition.ts";
import { weekdayName } from "./hours.ts";
import { openingState } from "./opening-hours.ts";

/** Leaves by `open` or `closed`, depending on the clock of the table's time zone. */
export const execute: Execute<TimeConfig> = async ({ config, now }) => {
  const moment = now();
  const { open, opensAt, closesAt, weekday } = openingState(config, moment);
  const written = (instant: Date | null): string | null =>
    instant === null ? null : isoInZone(instant, config.timeZone);
  return {
    kind: "done",
    port: open ? "open" : "closed",
    output: {
      open,
      opensAt: written(opensAt),
      closesAt: written(closesAt),
      localTime: isoInZone(moment, config.timeZone),
      weekday: weekdayName(weekday),
    },
  };
};
