import { z } from "zod";
import type { Json } from "#lib/flow/json.ts";

const rows = z
  .array(z.strictObject({ name: z.string().trim(), value: z.string().trim().default("") }))
  .max(20);
export type HeaderRow = z.infer<typeof rows>[number];

/** The rows of a form's headers, without the empty ones; undefined when it is not a list of rows. */
export function readHeaderRows(json: string): HeaderRow[] | undefined {
  if (json === "") return [];
  try {
    const parsed = rows.safeParse(JSON.parse(json));
    return parsed.data?.filter(({ name, value }) => name !== "" || value !== "");
  } catch {
    return undefined;
  }
}

/** Which headers a connection sends, as its settings keep them. */
export function headerNames(setting: Json | undefined): string[] {
  return Array.isArray(setting) ? setting.filter((name) => typeof name === "string") : [];
}

/** Under which key a header's value is kept among the secrets: each by itself, to be hidden by value. */
export function headerSecret(field: string, name: string): string {
  return `${field}.${name.toLowerCase()}`;
}
