import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import type { Connection } from "#lib/db/generated/client.ts";
import { jsonValue } from "#lib/flow/json.ts";
import type { ConnectionState, ConnectionSummary } from "./contract.ts";
import { connectionGrants, mayUse } from "./grants.ts";
import type { Secrets } from "./kinds/kind.ts";
import { connectionKindOf } from "./kinds.ts";
import { connectionLimits } from "./limits.ts";
import { attention, oauthFacts } from "./oauth/attention.ts";

const lastTest = z
  .object({ ok: z.boolean(), at: z.string(), message: z.string(), durationMs: z.number() })
  .nullable();
export const settingsObject = z.record(z.string(), jsonValue);

/** How long before its end a credential counts as ending, in ms. */
const soonMs = 14 * 24 * 3_600_000;

export type Surroundings = {
  actor: Pick<Actor, "role" | "userId">;
  usage: Pick<ConnectionSummary, "usedBy" | "usedByHidden">;
  ownerName: string | undefined;
  now: Date;
};

/** A row as everybody may see it: no envelope, no secret. */
export function summarise(row: Connection, around: Surroundings): ConnectionSummary {
  const grants = connectionGrants.parse(row.grants);
  const facts = {
    lastTest: lastTest.parse(row.lastTest),
    attention: attention.parse(row.attention),
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
  const { createdBy } = row;
  const canManage = isPermitted(around.actor.role, "connections.manage");
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    kindLabel: connectionKindOf(row.kind)?.label ?? row.kind,
    settings: settingsObject.parse(row.settings),
    hint: canManage ? row.hint : "",
    ...(canManage ? facts : withoutAdvice(facts)),
    state: stateOf(facts, around.now),
    oauth: oauthFacts.parse(row.oauth),
    probing: { everyMinutes: row.probeMinutes, nextAt: row.nextProbeAt.toISOString() },
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    owner:
      createdBy === null || around.ownerName === undefined
        ? null
        : { id: createdBy, name: around.ownerName },
    limits: connectionLimits.parse(row.limits),
    grants,
    mayUse: mayUse(around.actor, grants),
    ...around.usage,
  };
}

/** What went wrong, and how that is put right, is for who can; everybody else is told whom to ask. */
function withoutAdvice<T extends Pick<ConnectionSummary, "lastTest" | "attention">>(facts: T): T {
  const message = "Ask an owner or admin of this workspace to see to it.";
  const { lastTest: tested, attention: amiss } = facts;
  return {
    ...facts,
    lastTest: tested === null || tested.ok ? tested : { ...tested, message },
    attention: amiss && { ...amiss, message },
  };
}

function stateOf(
  facts: Pick<ConnectionSummary, "lastTest" | "attention" | "expiresAt">,
  now: Date,
): ConnectionState {
  if (facts.attention !== null) return "attention";
  if (facts.lastTest?.ok === false) return "failing";
  if (facts.expiresAt !== null) {
    const left = Date.parse(facts.expiresAt) - now.getTime();
    if (left <= 0) return "expired";
    if (left < soonMs) return "expiring";
  }
  return facts.lastTest === null ? "untested" : "ok";
}

/**
 * The end of the first secret that is one line, at most 4 characters and at most a fifth of it, so
 * that nobody can guess the rest from it. The end of a key file or a PEM text tells nothing; of a
 * password, and of what is short enough to be one, nothing is told.
 */
export function hintOf(secrets: Secrets): string {
  if (secrets.password !== undefined) return "";
  const secret = Object.values(secrets).find((value) => value !== "" && !/\n/.test(value)) ?? "";
  if (secret.startsWith("{")) return "";
  return secret.length < 12 ? "" : secret.slice(-Math.min(4, Math.floor(secret.length / 5)));
}
