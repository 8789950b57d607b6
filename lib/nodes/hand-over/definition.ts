import { z } from "zod";
import { numberSetting, textSetting } from "../config-values.ts";
import type { NodeDefinition } from "../contract.ts";
import { emphasis } from "../describe-text.ts";
import { durationPhrase, unitOptions, unitSetting } from "../duration.ts";

const config = z.strictObject({
  message: textSetting(),
  note: textSetting(10_000),
  giveUp: z.enum(["never", "after"]).default("never"),
  timeout: numberSetting({ min: 0, max: 31_622_400, fallback: 1, whole: false }),
  timeoutUnit: unitSetting("hours"),
});

export type HandOverConfig = z.infer<typeof config>;

export const definition = {
  id: "hand-over",
  version: 1,
  migrate: [],
  label: "Hand over",
  summary: "Lets a person of your team take the conversation.",
  category: "conversation",
  keywords: ["person", "human", "agent", "team", "takeover", "support", "escalate", "live chat"],
  icon: "M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6 M3 20v-1a5 5 0 0 1 8-4 M13 17h8 M18 14l3 3-3 3",
  config,
  defaults: config.parse({
    message: "I am handing you over to a colleague, who will be with you shortly.",
  }),
  fields: {
    message: {
      kind: "text",
      label: "Message to the visitor",
      help: "Empty: nothing is said.",
      templated: true,
      multiline: true,
      maxLength: 20_000,
    },
    note: {
      kind: "text",
      label: "Note for the team",
      help: "Shown to your team beside the conversation; the visitor does not see it.",
      placeholder: "Wants a refund for order {{ vars.order_id }}.",
      templated: true,
      multiline: true,
      maxLength: 10_000,
    },
    giveUp: {
      kind: "select",
      label: "When nobody hands it back",
      appearance: "segmented",
      options: [
        { value: "never", label: "Wait on" },
        { value: "after", label: "Go on after" },
      ],
    },
    timeout: {
      kind: "number",
      label: "How long",
      help: "Then the step continues at “Nobody came back”. A year at most.",
      min: 0,
      max: 31_622_400,
      required: true,
      showWhen: { field: "giveUp", in: ["after"] },
    },
    timeoutUnit: {
      kind: "select",
      label: "Unit",
      appearance: "segmented",
      options: unitOptions,
      showWhen: { field: "giveUp", in: ["after"] },
    },
  },
  ports: {
    in: true,
    out: [
      { id: "done", label: "Handed back", kind: "normal" },
      { id: "timeout", label: "Nobody came back", kind: "timeout" },
      { id: "failed", label: "Failed", kind: "failed" },
    ],
  },
  output: z.object({ by: z.string().nullable(), waitedMs: z.int() }),
  sample: { by: "Ada Lovelace", waitedMs: 240_000 },
  describe: (raw) => {
    const limit = raw.giveUp === "after" ? durationPhrase(raw.timeout, raw.timeoutUnit) : undefined;
    const upTo = limit === undefined ? "" : `, for up to *${limit}*`;
    return `Hand over to a person${upTo}${noteOf(emphasis(raw.note, "", 14))}`;
  },
  retry: { max: 2, baseMs: 500 },
  timeoutMs: 10_000,
  effects: "idempotent",
  waits: true,
  needsChat: true,
} satisfies NodeDefinition<typeof config>;

function noteOf(note: string): string {
  return note === "" ? "" : `: ${note}`;
}
