import { UserError } from "#lib/errors/user-error.ts";
import type { NameValueRow } from "../config-values.ts";

/** The address with further query parameters, before its fragment. */
export function withParameters(url: string, rows: readonly NameValueRow[]): string {
  if (rows.length === 0) return url;
  const added = namedRows(rows, "query parameter").map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  if (added.length === 0) return url;
  const hash = url.indexOf("#");
  const base = hash === -1 ? url : url.slice(0, hash);
  const sign = !base.includes("?") ? "?" : /[?&]$/.test(base) ? "" : "&";
  return `${base}${sign}${added.join("&")}`;
}

/** An address without the parameters of these names. */
export function withoutParameters(address: string, names: readonly string[]): string {
  const url = URL.parse(address);
  if (url === null) return address;
  for (const name of names) url.searchParams.delete(name);
  return url.href;
}

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
