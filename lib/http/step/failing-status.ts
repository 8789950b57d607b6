import type { PatchbayError, PatchbayErrorOptions } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpResponse } from "../client.ts";
import { parseRetryAfter } from "../retry-after.ts";
import { beginningOf } from "./beginning-of.ts";

/** Which statuses count as failed: those from 400, none, or those that the author names. */
export type FailingStatuses = { failOn: "4xx-5xx" | "never" | "custom"; failStatuses: string };

/**
 * Whether an answer with this status counts as failed.
 *
 * @throws UserError `invalid_config` when the author's list cannot be read.
 */
export function isFailing(config: FailingStatuses, status: number): boolean {
  if (config.failOn === "4xx-5xx") return status >= 400;
  if (config.failOn === "never") return false;
  return readRanges(config.failStatuses).some(([from, to]) => status >= from && status <= to);
}

/** What a failing answer is thrown as: retried for 408, 425, 429 and 5xx, which may pass. */
export function statusError(response: HttpResponse): PatchbayError {
  const { status, statusText } = response;
  const host = URL.parse(response.url)?.host ?? "The other system";
  const message = `${host} answered ${status}${statusText === "" ? "" : ` (${cut(statusText, 60)})`}.`;
  const retryAfterMs = parseRetryAfter(response.headers["retry-after"]);
  const options: PatchbayErrorOptions = {
    status,
    next: advice(status),
    details: { status, body: beginningOf(response) },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const mayPass = status === 408 || status === 425 || status === 429 || status >= 500;
  return mayPass
    ? new UpstreamError("upstream_status", message, options)
    : new UserError("upstream_status", message, options);
}

function advice(status: number): string {
  if (status === 401 || status === 403) return "Check the connection: the access was refused.";
  if (status === 404 || status === 410) return "Check the address: there is nothing there.";
  if (status === 405) return "Check the method: this address does not accept it.";
  if (status === 429) return "It asks for fewer requests. Wait a little, or call it less often.";
  if (status >= 500) return "The problem is on the other side. Try again later.";
  if (status >= 400) return "Look at the answer's body: it usually says what is wrong.";
  return "Change which statuses count as failed if this one is fine.";
}

/** Shortened with a sign that it is: what a cut has halved can be told by it. */
function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Reads "400-499, 503". */
function readRanges(text: string): [from: number, to: number][] {
  const parts = text.split(",").filter((part) => part.trim() !== "");
  return parts.map((part) => {
    const match = /^\s*([1-5]\d\d)\s*(?:[-–]\s*([1-5]\d\d)\s*)?$/.exec(part);
    if (match === null) {
      throw new UserError(
        "invalid_config",
        `“${part.trim().slice(0, 40)}” is not a status or a range.`,
        {
          next: "Write the failing statuses like this: 400-499, 503.",
        },
      );
    }
    return [Number(match[1]), Number(match[2] ?? match[1])];
  });
}
