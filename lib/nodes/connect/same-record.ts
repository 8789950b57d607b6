import type { Json } from "#lib/flow/json.ts";
import { valueAt } from "#lib/http/paging/value-at.ts";
import type { ConnectConfig } from "./definition.ts";

/** Whether a record has all the values by which it is known; without any, every record is the one. */
export function sameRecord({ match, ignoreCase }: ConnectConfig, record: Json): boolean {
  const written = (value: Json | undefined) => {
    if (value === undefined || value === null) return "";
    const text = typeof value === "object" ? JSON.stringify(value) : String(value).trim();
    return ignoreCase ? text.toLowerCase() : text;
  };
  return match
    .filter(({ field }) => field.trim() !== "")
    .every(({ field, value }) => {
      const wanted = written(value);
      // A record without the value is not the one that lacks it.
      return wanted !== "" && written(valueAt(record, field)) === wanted;
    });
}
