import type { CredentialField } from "#lib/connections/kinds/kind.ts";

type Values = { [key: string]: string };

/**
 * What a connection's form sends. Over a stored connection, empty secrets are left out, so that they
 * stay, but for those in `emptied`. Null makes a new connection: everything is sent.
 */
export function givenValues(
  fields: readonly CredentialField[],
  values: Values,
  emptied: ReadonlySet<string> | null,
): Values {
  const given: Values = {};
  for (const { key, secret } of fields) {
    const value = values[key] ?? "";
    if (emptied === null) given[key] = value;
    else if (secret && emptied.has(key)) given[key] = "";
    else if (!secret || value !== "") given[key] = value;
  }
  return given;
}
