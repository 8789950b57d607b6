import { z } from "zod";
import { newOwner } from "#lib/access/contract.ts";
import { isTimeZone } from "#lib/nodes/time-zone.ts";

const line = (max: number) => z.string().trim().max(max, `At most ${max} characters.`);

/** A language with its way to write dates and numbers, such as `de-CH`; "" for each reader's own. */
const locale = z.union([
  z.literal(""),
  z
    .string()
    .max(35)
    .refine(isLocale, "That is no language tag. Try one such as en-GB or de.")
    .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag),
]);

const timeZone = z.union([
  z.literal(""),
  z.string().trim().max(80).refine(isTimeZone, "No time zone has this name. Try Europe/Berlin."),
]);

const accent = z.union([
  z.literal(""),
  z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, "Write a colour such as #1d4ed8.")
    .toLowerCase(),
]);

/** What visitors read around the conversation; "" stands for our own words. */
export const widgetTexts = z.strictObject({
  placeholder: line(80),
  send: line(30),
  ended: line(200),
  offline: line(200),
  closed: line(300),
});
export type WidgetTexts = z.infer<typeof widgetTexts>;

/** What admins set for the whole workspace. Everything but the name is kept in `settings`. */
export const workspaceChange = z.strictObject({
  name: newOwner.shape.workspace.optional(),
  /** For new steps and schedules; "" for the time zone of whoever adds them. */
  timeZone: timeZone.optional(),
  locale: locale.optional(),
  accent: accent.optional(),
  /** Stands above chats whose flow has no title of its own. */
  chatName: line(60).optional(),
  texts: widgetTexts.optional(),
  requireSecondFactor: z.boolean().optional(),
});
export type WorkspaceChange = z.infer<typeof workspaceChange>;

const text = z.string().catch("");
const noTexts = { placeholder: "", send: "", ended: "", offline: "", closed: "" };

/** The settings as stored; what is missing or from another version counts as not set. */
export const workspaceSettings = z.object({
  timeZone: text,
  locale: text,
  accent: accent.catch(""),
  chatName: text,
  texts: z
    .object({ placeholder: text, send: text, ended: text, offline: text, closed: text })
    .catch(noTexts),
  requireSecondFactor: z.boolean().catch(false),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

function isLocale(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
