import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { HttpResponse } from "#lib/http/client.ts";
import { parseRetryAfter } from "#lib/http/retry-after.ts";
import type { Outcome } from "./circuit.ts";

/** Faults of the way to the other side and of the other side itself. */
const failing = new Set([
  "dns_failed",
  "tls_failed",
  "upstream_unreachable",
  "upstream_timeout",
  "upstream_closed",
  "upstream_protocol",
]);

/** The other side answered, only not what was wanted. */
const answered = new Set(["too_many_redirects", "response_too_large"]);

/** Whether an answer says that the host is well: 5xx and 429 say that it is not, a 4xx that it is. */
export function outcomeOfResponse({ status, headers }: HttpResponse, host: string): Outcome {
  if (status < 500 && status !== 429) return { ok: true };
  return {
    ok: false,
    reason: `${host} answered ${status}.`,
    retryAfterMs: parseRetryAfter(headers["retry-after"]),
  };
}

/** The same for a request that ended without an answer. */
export function outcomeOfError(error: unknown, host: string): Outcome {
  if (!isPatchbayError(error)) return { ok: null };
  if (failing.has(error.code)) return { ok: false, reason: error.message };
  if (answered.has(error.code)) return { ok: true };
  const { cause } = error;
  // The step's own time was over before the request's.
  if (isPatchbayError(cause) && cause.code === "step_timeout")
    return { ok: false, reason: `${host} did not answer in the step's time.` };
  return { ok: null };
}
