import type { Json } from "#lib/flow/json.ts";

/** A sample setting's JSON text as a value; undefined when it is empty or no JSON. Never throws. */
export function readSample(text: Json | undefined): Json | undefined {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
