import { z } from "zod";

/**
 * Whether this machine knows a time zone of this name ("Europe/Berlin", "UTC"). Offsets such as
 * "+02:00" do not count: they know no summer time.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A time zone setting, by its IANA name; UTC when empty. */
export function timeZoneSetting() {
  return z
    .string()
    .max(80)
    .transform((name) => name.trim() || "UTC")
    .refine(isTimeZone, "no time zone has this name; try one such as Europe/Berlin")
    .default("UTC");
}

/** What a new node starts with: in the editor the author's own time zone, elsewhere UTC. */
export const ownTimeZone =
  "window" in globalThis ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
