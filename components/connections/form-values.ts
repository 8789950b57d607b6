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

/** The day of a moment in the reader's zone, as a date input has it. */
export function dayOf(at: string | null | undefined): string {
  if (!at) return "";
  const date = new Date(at);
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The last moment of a day in the reader's zone; null without a day. */
export function endOf(day: string): string | null {
  const date = new Date(`${day}T23:59:59`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
