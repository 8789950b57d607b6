import { z } from "zod";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { ownTimeZone, timeZoneSetting } from "../time-zone.ts";
import { hoursPhrase, weeklyHours } from "./hours.ts";

const config = z.strictObject({
  hours: weeklyHours.prefault({}),
  timeZone: timeZoneSetting(),
  holidays: z
    .array(
      z.strictObject({
        date: z.union([z.literal(""), z.iso.date("a date is written as in 2026-12-25")]),
        repeats: z.enum(["once", "yearly"]).default("once"),
      }),
    )
    .max(200)
    .default([]),
});

export type TimeConfig = z.infer<typeof config>;

const office = [{ from: "09:00", to: "17:00" }];

export const definition = {
  id: "time",
  version: 1,
  migrate: [],
  label: "Time",
  summary: "Takes one path while you are open, another while you are closed.",
  category: "logic",
  keywords: [
    "business hours",
    "opening hours",
    "office",
    "weekday",
    "holiday",
    "clock",
    "schedule",
  ],
  icon: "M4 6h16v14H4z M4 10h16 M8 3v4 M16 3v4 M12 13v2.5l1.8 1",
  config,
  defaults: config.parse({
    hours: { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
    timeZone: ownTimeZone,
  }),
  fields: {
    hours: {
      kind: "weekly-hours",
      label: "Open",
      help: "An end before its beginning is on the next day; 00:00 to 00:00 is the whole day.",
    },
    timeZone: { kind: "time-zone", label: "Time zone" },
    holidays: {
      kind: "list",
      label: "Closed on",
      help: "Holidays and other days on which you do not open.",
      itemLabel: "day",
      appearance: "row",
      max: 200,
      newItem: { date: "", repeats: "once" },
      item: {
        date: { kind: "date", label: "Date", required: true },
        repeats: {
          kind: "select",
          label: "Repeats",
          options: [
            { value: "once", label: "Once" },
            { value: "yearly", label: "Every year" },
          ],
        },
      },
    },
  },
  ports: {
    in: true,
    out: [
      { id: "open", label: "Open", kind: "normal" },
      { id: "closed", label: "Closed", kind: "normal" },
    ],
  },
  output: z.object({
    open: z.boolean(),
    opensAt: z.string().nullable(),
    closesAt: z.string().nullable(),
    localTime: z.string(),
    weekday: z.string(),
  }),
  sample: {
    open: true,
    opensAt: "2026-03-03T09:00:00+01:00",
    closesAt: "2026-03-02T17:00:00+01:00",
    localTime: "2026-03-02T10:30:00+01:00",
    weekday: "Monday",
  },
  describe: (raw) => `If open: ${emphasis(hoursPhrase(raw.hours), "by your hours", 40)}`,
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
