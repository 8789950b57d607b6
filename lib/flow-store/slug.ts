import { randomBytes } from "node:crypto";
import { z } from "zod";

/** The last part of a chat page's address: lower-case letters, digits and single hyphens. */
export const slug = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,59}$/,
    "Use 3 to 60 lower-case letters, digits and hyphens.",
  )
  .refine((value) => value !== "api" && value !== "widget", "This address is taken by Patchbay.");

/** A slug from a name, with a random tail that keeps it unique. */
export function slugFrom(name: string): string {
  const base = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  const tail = randomBytes(4).toString("hex").slice(0, 6);
  return base === "" ? `flow-${tail}` : `${base}-${tail}`;
}
