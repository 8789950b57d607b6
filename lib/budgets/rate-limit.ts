import { z } from "zod";

/** How often a connection may call a host, and how many requests may be under way at once. */
export const rateLimit = z.strictObject({
  /** Within any `per`; missing: as often as one likes. */
  requests: z.int().min(1).max(100_000).optional(),
  per: z.enum(["second", "minute", "hour"]).optional(),
  atOnce: z.int().min(1).max(100).optional(),
});
export type RateLimit = z.infer<typeof rateLimit>;
