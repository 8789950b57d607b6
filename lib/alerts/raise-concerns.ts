import type { Pool } from "pg";
import { probeFailing } from "#lib/connections/health/judge-probe.ts";
import { oauthAttention } from "#lib/connections/oauth/attention.ts";
import { type Concern, findConcerns, findRecovered } from "#lib/db/alerts/find-concerns.ts";
import { raiseAlert } from "#lib/db/alerts/raise-alert.ts";
import type { NewAlert } from "./alert.ts";
import { describeExpiry, expiryThreshold, longestForecastDays } from "./describe-expiry.ts";

/**
 * Notes what is to be told of the connections as they stand now: ends that come near, tests that fail,
 * whatever else asks for somebody, and that it is over. Each once, however often and in however many
 * processes this is called.
 */
export async function raiseConcerns(pool: Pool): Promise<void> {
  for (const concern of await findConcerns(pool, longestForecastDays)) {
    for (const alert of [attentionAlert(concern), expiryAlert(concern)])
      if (alert !== undefined) await raiseAlert(pool, alert);
  }
  for (const { workspaceId, connectionId, name, key } of await findRecovered(pool)) {
    await raiseAlert(pool, {
      ...{ workspaceId, connectionId, event: "connection.recovered" },
      title: `“${name}” works again`,
      message: `The connection “${name}” needs nobody any more.`,
      dedupeKey: `recovered ${key}`,
    });
  }
}

function attentionAlert({ id, workspaceId, name, attention }: Concern): NewAlert | undefined {
  // Whoever has just made it is about to connect it; nothing has stopped working.
  if (attention === null || attention.code === oauthAttention.notConnected) return undefined;
  const isTest = attention.code === probeFailing;
  return {
    ...{ workspaceId, connectionId: id },
    event: isTest ? "connection.failing" : "connection.attention",
    title: isTest ? `“${name}” does not work` : `“${name}” needs somebody`,
    message: `${attention.message} Flows that use “${name}” may fail.`,
    dedupeKey: `attention ${id} ${attention.code} ${attention.since}`,
  };
}

function expiryAlert({ id, workspaceId, name, expiresAt, now }: Concern): NewAlert | undefined {
  const threshold = expiresAt === null ? undefined : expiryThreshold(expiresAt, now);
  if (expiresAt === null || threshold === undefined) return undefined;
  const when = describeExpiry(expiresAt, now, "UTC");
  const needed =
    threshold === 0
      ? "Flows that use it fail from now on. Replace it, or connect it again."
      : "Replace it before then: flows that use it fail afterwards.";
  return {
    ...{ workspaceId, connectionId: id, event: "connection.expiring" },
    title: `“${name}” ${when}`,
    message: `The credential of the connection “${name}” ${when} (${expiresAt.toISOString().slice(0, 10)}). ${needed}`,
    dedupeKey: `expiring ${id} ${expiresAt.toISOString()} ${threshold}`,
  };
}
