import { databaseUnavailable, isConnectionLoss } from "./connection-loss.ts";
import { type Fault, isPatchbayError } from "./patchbay-error.ts";

/** An error as plain data: what is stored with a step, sent to a browser, answered by the API. */
export type ErrorInfo = {
  code: string;
  message: string;
  fault: Fault;
  next?: string | undefined;
  status?: number | undefined;
  retryAfterMs?: number | undefined;
  details?: Record<string, unknown> | undefined;
};

/**
 * Turns anything thrown into plain data. A database that is away is said so; other
 * errors that are not ours say only that something went
 * wrong on our side: their text may hold anything, so it goes to the log and not to a person.
 */
export function describeError(error: unknown): ErrorInfo {
  if (!isPatchbayError(error)) {
    if (isConnectionLoss(error)) return describeError(databaseUnavailable(error));
    return {
      code: "internal",
      message: "Something went wrong inside Patchbay. It has been recorded.",
      fault: "engine",
    };
  }
  const info: ErrorInfo = { code: error.code, message: error.message, fault: error.fault };
  if (error.next !== undefined) info.next = error.next;
  if (error.status !== undefined) info.status = error.status;
  if (error.retryAfterMs !== undefined) info.retryAfterMs = error.retryAfterMs;
  if (error.details !== undefined) info.details = error.details;
  return info;
}
