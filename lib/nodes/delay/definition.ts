import { z } from "zod";
import { numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { durationPhrase, unitOptions, unitSetting } from "../duration.ts";
import { donePorts } from "../ports.ts";
import { ownTimeZone, timeZoneSetting } from "../time-zone.ts";

const amount = (fallback: number) =>
  numberSetting({ min: 0, max: 31_622_400, fallback, whole: false });

const config = z.strictObject({
  mode: z.enum(["fixed", "variable", "random", "until"]).default("fixed"),
  amount: amount(10),
  amountText: textSetting(1_000),
  least: amount(5),
  most: amount(15),
  unit: unitSetting("minutes"),
  until: textSetting(1_000),
  timeZone: timeZoneSetting(),
  dateOrder: z.enum(["day-first", "month-first"]).default("day-first"),
});

export type DelayConfig = z.infer<typeof config>;

export const definition = {
  id: "delay",
  version: 1,
  migrate: [],
  label: "Delay",
  summary: "Waits a while, or until a moment, and then goes on.",
  category: "logic",
  keywords: ["wait", "pause", "sleep", "later", "timer", "until", "random", "schedule"],
  icon: "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18 M12 7.5v5l3.5 2",
  config,
  defaults: config.parse({ timeZone: ownTimeZone }),
  fields: {
    mode: {
      kind: "select",
      label: "Wait",
      options: [
        { value: "fixed", label: "A fixed time" },
        { value: "variable", label: "A time from a variable" },
        { value: "random", label: "A random time", help: "Drawn anew each time." },
        {
          value: "until",
          label: "Until a date and time",
          help: "A moment that has passed is not waited for.",
        },
      ],
    },
    amount: {
      kind: "number",
      label: "How long",
      min: 0,
      max: 31_622_400,
      required: true,
      showWhen: { field: "mode", in: ["fixed"] },
    },
    amountText: {
      kind: "text",
      label: "How long",
      help: "Must become a number, such as 2 or 1.5.",
      placeholder: "{{ vars.wait_for }}",
      templated: true,
      required: true,
      maxLength: 1_000,
      showWhen: { field: "mode", in: ["variable"] },
    },
    least: {
      kind: "number",
      label: "At least",
      min: 0,
      max: 31_622_400,
      required: true,
      showWhen: { field: "mode", in: ["random"] },
    },
    most: {
      kind: "number",
      label: "At most",
      min: 0,
      max: 31_622_400,
      required: true,
      showWhen: { field: "mode", in: ["random"] },
    },
    unit: {
      kind: "select",
      label: "Unit",
      help: "A year at most. A day is 24 hours.",
      appearance: "segmented",
      options: unitOptions,
      showWhen: { field: "mode", in: ["fixed", "variable", "random"] },
    },
    until: {
      kind: "text",
      label: "Date and time",
      help: "“2027-03-14 09:00”, “tomorrow at 9” and “next Friday 14:30” all work. Without a time, the day’s beginning counts.",
      placeholder: "{{ vars.appointment }}",
      templated: true,
      required: true,
      maxLength: 1_000,
      showWhen: { field: "mode", in: ["until"] },
    },
    timeZone: {
      kind: "time-zone",
      label: "Time zone",
      help: "Counts where the date does not say its own.",
      showWhen: { field: "mode", in: ["until"] },
    },
    dateOrder: {
      kind: "select",
      label: "Dates such as 3/4/2026",
      appearance: "segmented",
      options: [
        { value: "day-first", label: "3 April" },
        { value: "month-first", label: "March 4" },
      ],
      showWhen: { field: "mode", in: ["until"] },
    },
  },
  ports: { in: true, out: donePorts },
  output: z.object({ startedAt: z.string(), waitedUntil: z.string() }),
  sample: { startedAt: "2026-03-02T09:30:00.000Z", waitedUntil: "2026-03-02T09:40:00.000Z" },
  describe: (raw) => {
    switch (raw.mode) {
      case "variable":
        return `Wait ${emphasis(raw.amountText, "a while", 30)} ${unitOf(raw.unit)}`.trimEnd();
      case "random": {
        const least = durationPhrase(raw.least, raw.unit);
        const most = durationPhrase(raw.most, raw.unit);
        if (least === undefined || most === undefined) return "Wait a random time";
        return `Wait between *${least}* and *${most}*`;
      }
      case "until":
        return `Wait until ${emphasis(raw.until, "a date and time")}`;
      default: {
        const fixed = durationPhrase(raw.amount, raw.unit);
        return fixed === undefined ? "Wait a while" : `Wait *${fixed}*`;
      }
    }
  },
  retry: { max: 0, baseMs: 0 },
  timeoutMs: 10_000,
  effects: "none",
  waits: true,
} satisfies NodeDefinition<typeof config>;

function unitOf(value: unknown): string {
  return unitOptions.find((option) => option.value === value)?.label ?? "";
}
