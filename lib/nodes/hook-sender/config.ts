import { z } from "zod";
import { jsonTextSetting, nameValueRows, numberSetting, textSetting } from "../config-values.ts";
import { unitSetting } from "../duration.ts";
import { emptyRules, rulesSetting } from "../rules-setting.ts";
import { valueTypes } from "../value-types.ts";

/** For how long a step can be kept trying, by the setting's value, in ms. */
export const keepTryingMs = {
  off: 0,
  "15-minutes": 900_000,
  "1-hour": 3_600_000,
  "6-hours": 21_600_000,
  "1-day": 86_400_000,
  "3-days": 259_200_000,
  "7-days": 604_800_000,
} as const;

const keepTryingFor = z.enum(
  Object.keys(keepTryingMs) as (keyof typeof keepTryingMs)[] /* the object has no other keys */,
);

/** The settings that every step has which sends to a hook. */
export const hookConfig = z.strictObject({
  dataAs: z.enum(["fields", "json"]).default("fields"),
  data: z
    .array(
      z.strictObject({
        name: textSetting(200),
        value: textSetting(1_000_000),
        type: z.enum(valueTypes).default("auto"),
      }),
    )
    .max(200)
    .default([]),
  json: jsonTextSetting(),
  answer: z.enum(["accepted", "response", "callback"]).default("accepted"),
  callbackField: z.string().max(100).default("callback_url"),
  timeout: numberSetting({ min: 0, max: 31_622_400, fallback: 1, whole: false }),
  timeoutUnit: unitSetting("hours"),
  sendWhen: z.enum(["always", "rules", "changed", "once"]).default("always"),
  rules: rulesSetting(),
  /** Of whom it is remembered what was sent. */
  whom: textSetting(1_000),
  changedFields: z.array(z.string().max(200)).max(50).default([]),
  sendAs: z.enum(["json", "form", "query"]).default("json"),
  headers: nameValueRows(),
  timeoutSeconds: numberSetting({ min: 1, max: 120, fallback: 40, whole: false }),
  keepTrying: keepTryingFor.default("off"),
});

export type HookConfig = z.infer<typeof hookConfig>;

/** What a new step starts with. */
export const hookDefaults = {
  ...hookConfig.parse({}),
  data: [{ name: "", value: "", type: "auto" }],
  rules: emptyRules,
} satisfies HookConfig;
