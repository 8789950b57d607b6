import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import type { Effects } from "#lib/nodes/contract.ts";

/** Longest pause between two tries by our own reckoning, in ms. */
const maxPauseMs = 300_000;
/** A longer pause than this is not waited for, even when the other side asks for it, in ms. */
const maxAskedMs = 900_000;

/** Answers by which the other side asks to try again (RFC 9110, RFC 6585, RFC 8470). */
const retryableStatuses = new Set([408, 425, 429]);

/** After these, nothing has reached the other side, or it has said that it did not take it. */
const neverSent = new Set([
  "dns_failed",
  "upstream_unreachable",
  "tls_failed",
  "circuit_open",
  "hook_not_taken",
  "rate_limited",
]);

/** An answer that came whole and cannot be read reads no better when it is asked for again. */
const unreadable = new Set(["upstream_invalid_json", "upstream_invalid_xml", "unknown_charset"]);

/** Whether a try that ended so may have had an effect on the other side all the same. */
export function mayHaveHadEffect({ code, status }: PatchbayError): boolean {
  return !neverSent.has(code) && status !== 401 && status !== 429 && status !== 503;
}

/**
 * How long to pause before trying a step again, in ms; undefined when it must not be. Only faults of
 * the other side and timeouts are retried, never settings that need changing. A step that must not
 * happen twice is retried only when the first try cannot have had an effect.
 */
export function retryPauseMs(
  error: unknown,
  attempt: number,
  policy: { retries: number; baseMs: number; effects: Effects },
  random: () => number,
): number | undefined {
  if (attempt > policy.retries || !isPatchbayError(error)) return undefined;
  const { code, status } = error;
  if (error.fault !== "upstream" && code !== "step_timeout") return undefined;
  // Refused at once, and again until the circuit closes: waiting is for somebody else to decide.
  if (code === "circuit_open" || unreadable.has(code)) return undefined;
  if (status !== undefined && status >= 400 && status < 500 && !retryableStatuses.has(status)) {
    return undefined;
  }
  if (policy.effects === "once" && mayHaveHadEffect(error)) return undefined;
  const asked = error.retryAfterMs ?? 0;
  // Trying earlier than asked would only make it worse.
  if (asked > maxAskedMs) return undefined;
  const backoff = policy.baseMs * 2 ** (attempt - 1) * (0.5 + random() / 2);
  return Math.max(Math.min(maxPauseMs, backoff), asked);
}
