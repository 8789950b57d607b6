import type { PatchbayErrorOptions } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpResponse } from "#lib/http/client.ts";
import { parseRetryAfter } from "#lib/http/retry-after.ts";
import type { HookAnswer, HookProduct, Meaning } from "./product.ts";

/** What a status says where the service has no meaning of its own for it. */
function meaningOf({ status }: HookAnswer, { name, starts }: HookProduct): Meaning {
  if (status >= 200 && status < 300) return { kind: "taken" };
  if (status === 404 || status === 410) {
    return {
      kind: "off",
      message: `${name} knows no such hook any more: the ${starts} was deleted or switched off.`,
      next: `Switch the ${starts} on, or put its new address into the connection.`,
    };
  }
  if (status === 401 || status === 403) {
    return {
      kind: "refused",
      message: `${name} refused the data: the key or the header was not accepted.`,
      next: "Ask an administrator to check the connection's key.",
    };
  }
  if (status === 413) {
    return {
      kind: "refused",
      message: `The data is larger than ${name} takes.`,
      next: "Send fewer fields, or a link to a file in place of the file.",
    };
  }
  if (status === 429) {
    return {
      kind: "later",
      message: `${name} takes no more just now: it has had too many calls.`,
      next: "It is tried again. If it happens often, call it less often.",
    };
  }
  if (status === 408 || status === 425 || status >= 500) {
    return {
      kind: "later",
      message: `${name} has a problem of its own and did not take the data (status ${status}).`,
      next: `Look at ${name}'s status page, and try again later.`,
    };
  }
  return {
    kind: "refused",
    message: `${name} did not take the data (status ${status}).`,
    next: "Look at its answer: it usually says what is wrong.",
  };
}

/**
 * Passes when a hook has taken the data.
 *
 * @throws UpstreamError `hook_not_taken` for what may pass, with what the service asks to wait
 * @throws UserError `hook_gone` when nobody listens there, `hook_refused`
 */
export function checkTaken(answer: HookAnswer, response: HttpResponse, product: HookProduct): void {
  const own = product.explain(answer);
  const general = meaningOf(answer, product);
  const { kind, message, next } = { ...general, ...own };
  if (kind === "taken") return;
  const { status, text } = answer;
  const retryAfterMs = parseRetryAfter(response.headers["retry-after"]);
  const options: PatchbayErrorOptions = {
    details: { status, body: text },
    ...(next === undefined ? {} : { next }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const told = message ?? `${product.name} did not take the data (status ${status}).`;
  if (kind === "later") {
    // A service may say “later” with a status that means “never” elsewhere.
    const says = general.kind === "later" ? { status } : {};
    throw new UpstreamError("hook_not_taken", told, { ...options, ...says });
  }
  throw new UserError(kind === "off" ? "hook_gone" : "hook_refused", told, { ...options, status });
}
