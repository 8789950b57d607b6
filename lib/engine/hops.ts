import type { Json } from "#lib/flow/json.ts";

/** The header in which a flow tells the next one how many flows there were before it. */
export const hopsHeader = "patchbay-hops";

/** How many flows have handed something on to one another before this run, as its trigger tells. */
export function hopsOf(trigger: Json): number {
  if (typeof trigger !== "object" || trigger === null || Array.isArray(trigger)) return 0;
  const { headers } = trigger;
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return 0;
  return readHops(headers[hopsHeader]);
}

/** The count in such a header; 0 for what is none. */
export function readHops(value: unknown): number {
  return typeof value === "string" && /^\d{1,3}$/.test(value) ? Number(value) : 0;
}
