import type { TestOutcome } from "../test-connection.ts";

/** The code of `attention` that the scheduled tests set and clear; others are for others to clear. */
export const probeFailing = "probe_failing";

const minuteMs = 60_000;
/** How often a connection is tested that nobody has set otherwise, in minutes. */
export const defaultProbeMinutes = 360;
/** How often one that fails is, in minutes. */
const failingMinutes = 60;
/** One whose credential was refused again and again: an account may be locked by trying. */
const refusedMinutes = 1_440;
const refusalsBeforeRest = 3;
/** Other failures may pass; somebody is asked to look after this many in a row. */
const failuresBeforeAttention = 2;

export type Probed = {
  everyMinutes: number | null;
  failures: number;
  attention: { code: string; message: string; since: string } | null;
};

/**
 * What a test that nobody asked for means: for the next one, and for whether somebody has to look.
 * `random` from 0 to 1 spreads tests by a tenth either way, so that they do not come in bursts.
 */
export function judgeProbe(
  before: Probed,
  outcome: TestOutcome | null,
  random: number,
): Probed & { nextInMs: number } {
  const usual = before.everyMinutes || defaultProbeMinutes;
  const spread = (minutes: number) => Math.round(minutes * minuteMs * (0.9 + random / 5));
  const mayClear = before.attention === null || before.attention.code === probeFailing;
  // Nothing to test by, or too busy to answer: nothing was found out.
  if (outcome === null) return { ...before, nextInMs: spread(usual) };
  if (outcome.status === 429) {
    const asked = outcome.retryAfterMs ?? 0;
    return { ...before, nextInMs: Math.max(spread(Math.max(failingMinutes, usual)), asked) };
  }
  if (outcome.ok) {
    const attention = mayClear ? null : before.attention;
    return { ...before, failures: 0, attention, nextInMs: spread(usual) };
  }
  const failures = before.failures + 1;
  const refused = outcome.status === 401 || outcome.status === 403;
  const isGrave = refused || failures >= failuresBeforeAttention;
  const attention =
    mayClear && isGrave
      ? {
          code: probeFailing,
          message: outcome.message,
          since: before.attention?.since ?? outcome.at,
        }
      : before.attention;
  const minutes =
    refused && failures >= refusalsBeforeRest
      ? Math.max(refusedMinutes, usual)
      : Math.min(failingMinutes, usual);
  const nextInMs = Math.max(spread(minutes), outcome.retryAfterMs ?? 0);
  return { ...before, failures, attention, nextInMs };
}
