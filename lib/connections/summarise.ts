import { z } from "zod";
import type { Connection } from "#lib/db/generated/client.ts";
import { jsonValue } from "#lib/flow/json.ts";
import type { ConnectionSummary } from "./contract.ts";
import { connectionKindOf } from "./kinds.ts";
import { attention, oauthFacts } from "./oauth/attention.ts";
import type { Secrets } from "./read-values.ts";

const lastTest = z
  .object({ ok: z.boolean(), at: z.string(), message: z.string(), durationMs: z.number() })
  .nullable();
export const settingsObject = z.record(z.string(), jsonValue);

/** A row as everybody may see it: no envelope, no secret. */
export function summarise(row: Connection, usedBy: ConnectionSummary["usedBy"]): ConnectionSummary {
  const test = lastTest.parse(row.lastTest);
  const noted = attention.parse(row.attention);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    kindLabel: connectionKindOf(row.kind)?.label ?? row.kind,
    settings: settingsObject.parse(row.settings),
    hint: row.hint,
    state: noted ? "attention" : test === null ? "untested" : test.ok ? "ok" : "failing",
    attention: noted,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    oauth: oauthFacts.parse(row.oauth),
    lastTest: test,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    usedBy,
  };
}

/**
 * The end of the first secret, at most 4 characters and at most a fifth of it, so that nobody can
 * guess the rest from it.
 */
export function hintOf(secrets: Secrets): string {
  const secret = Object.values(secrets).find((value) => value !== "") ?? "";
  const shown = Math.min(4, Math.floor(secret.length / 5));
  return shown === 0 ? "" : secret.slice(-shown);
}
