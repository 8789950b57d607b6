import { z } from "zod";

type NumberLimits = { min: number; max: number; fallback: number; whole?: boolean };

/**
 * A number setting. Templates resolve to text, so text that is a number counts as one, and an empty
 * setting takes `fallback`.
 */
export function numberSetting({ min, max, fallback, whole = true }: NumberLimits) {
  const number = whole ? z.int() : z.number();
  return z
    .preprocess((value) => readNumber(value) ?? fallback, number.min(min).max(max))
    .default(fallback);
}

/** A number setting that may stay empty: null then. */
export function optionalNumber() {
  return z.preprocess((value) => readNumber(value) ?? null, z.number().nullable()).default(null);
}

/** A text setting; resolved templates can be long, so the cap only guards against the absurd. */
export function textSetting(max = 100_000) {
  return z.string().max(max).default("");
}

/** JSON text, templates already inserted; whoever uses it parses it. Empty means none. */
export function jsonTextSetting() {
  return z.string().max(2_000_000).default("");
}

/** Rows of name and value that can be switched off one by one: headers, query, form fields. */
export function nameValueRows() {
  return z
    .array(
      z.strictObject({
        name: z.string().max(1_000),
        value: z.string().max(1_000_000).default(""),
        enabled: z.boolean().default(true),
      }),
    )
    .max(100)
    .default([]);
}

export type NameValueRow = z.infer<ReturnType<typeof nameValueRows>>[number];

function readNumber(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (text === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? value : number;
}
