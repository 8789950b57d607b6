import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey } from "#lib/flow/json.ts";
import type { NameValueRow } from "./config-values.ts";

/**
 * Header rows as one object, names in lower case; repeated ones are joined (RFC 9110, 5.3). Rows
 * that are switched off or have no name and no value are left out.
 *
 * @throws UserError `invalid_header` for a row without a name, `forbidden_key`
 */
export function readHeaderRows(rows: readonly NameValueRow[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, value, enabled } of rows) {
    if (!enabled) continue;
    const key = name.trim().toLowerCase();
    if (key === "") {
      if (value.trim() === "") continue;
      throw new UserError(
        "invalid_header",
        `A header with the value “${shorten(value)}” has no name.`,
      );
    }
    if (isForbiddenKey(key)) {
      throw new UserError("forbidden_key", `A header cannot be called “${key}”.`);
    }
    const before = headers[key];
    headers[key] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** Header values often are credentials: only their beginning is shown. */
function shorten(value: string): string {
  return value.length > 6 ? `${value.slice(0, 3)}…` : "…";
}
