import { z } from "zod";
import { describeSchedule } from "#lib/schedules/describe-schedule.ts";
import { readScheduleSetting, scheduleSetting } from "#lib/schedules/schedule-setting.ts";
import type { NodeDefinition } from "../contract.ts";
import { triggerPorts } from "../ports.ts";

const config = z.strictObject({
  schedule: scheduleSetting.prefault({}),
  missed: z.enum(["skip", "once"]).default("skip"),
});

export type ScheduleTriggerConfig = z.infer<typeof config>;

/** In the browser, a new schedule goes by the clocks of whoever adds it. */
const zone = "window" in globalThis ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";

export const definition = {
  id: "schedule-trigger",
  version: 1,
  migrate: [],
  label: "Schedule",
  summary: "Starts the flow at set times or again and again.",
  category: "trigger",
  keywords: ["start", "cron", "timer", "interval", "daily", "weekly", "every", "recurring", "time"],
  icon: "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18 M12 7.5v5l3.5 2",
  trigger: "schedule",
  config,
  defaults: config.parse({ schedule: { zone } }),
  fields: {
    schedule: { kind: "schedule", label: "When" },
    missed: {
      kind: "select",
      label: "Missed times",
      appearance: "segmented",
      options: [
        {
          value: "skip",
          label: "Leave out",
          help: "Times at which Patchbay was not running are left out.",
        },
        {
          value: "once",
          label: "Run once",
          help: "One run makes up for all the times at which Patchbay was not running.",
        },
      ],
      tab: "settings",
    },
  },
  ports: { in: false, out: triggerPorts },
  output: z.object({
    scheduledFor: z.string(),
    firedAt: z.string(),
    zone: z.string(),
    missed: z.boolean(),
  }),
  sample: (raw) => {
    const setting = readScheduleSetting(raw.schedule);
    return {
      scheduledFor: "2026-03-02T09:00:00.000Z",
      firedAt: "2026-03-02T09:00:00.140Z",
      zone: setting.mode === "interval" ? "UTC" : setting.zone,
      missed: false,
    };
  },
  describe: (raw) => describeSchedule(raw.schedule),
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 5_000,
  effects: "none",
} satisfies NodeDefinition<typeof config>;
