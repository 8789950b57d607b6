import type { ConnectionSummary } from "#lib/connections/contract.ts";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";

type Values = { [key: string]: string };

/** What a form starts with: the settings that are not secret, and empty secrets. */
export function startingValues(
  kind: ConnectionKind | undefined,
  connection: ConnectionSummary | null,
): Values {
  const values: Values = {};
  for (const field of kind?.fields ?? []) {
    const stored = connection?.settings[field.key];
    if (Array.isArray(stored)) {
      values[field.key] = JSON.stringify(stored.map((name) => ({ name, value: "" })));
    } else if (typeof stored === "string") values[field.key] = stored;
    else if (stored === true) values[field.key] = "true";
    else if (connection === null) values[field.key] = field.initial ?? "";
  }
  return values;
}

/** Whether the test address would send the credential in the open. */
export function isUnencrypted({ testUrl = "", allowInsecure }: Values): boolean {
  return allowInsecure !== "true" && /^\s*http:/i.test(testUrl);
}
