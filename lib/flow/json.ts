import { z } from "zod";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

/** Whether a key could reach an object's prototype; refused wherever a user names a key. */
export function isForbiddenKey(key: string): boolean {
  return forbiddenKeys.has(key);
}

/** Any JSON value whose keys are harmless. */
export const jsonValue: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonValue),
    z.record(
      z.string().refine((key) => !isForbiddenKey(key), "this key is not allowed"),
      jsonValue,
    ),
  ]),
);
