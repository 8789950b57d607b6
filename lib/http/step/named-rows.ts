import { UserError } from "#lib/errors/user-error.ts";
import type { NameValueRow } from "#lib/nodes/config-values.ts";

/**
 * Rows that are switched on, as pairs; wholly empty ones are left out.
 *
 * @throws UserError `invalid_value` for a value without a name
 */
export function namedRows(rows: readonly NameValueRow[], what: string): [string, string][] {
  return rows.flatMap(({ name, value, enabled }): [string, string][] => {
    if (!enabled || (name === "" && value === "")) return [];
    if (name === "") throw new UserError("invalid_value", `A ${what} has a value but no name.`);
    return [[name.toWellFormed(), value.toWellFormed()]];
  });
}
