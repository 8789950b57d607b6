import type { IncomingMessage } from "node:http";

/**
 * Whether a request may go on to Next as far as server actions are concerned: one that runs an
 * action has to carry an Origin, and it has to be this host's. Browsers always send it with POST.
 */
export function isActionOriginAllowed(request: IncomingMessage, trustProxy: boolean): boolean {
  if (request.method !== "POST") return true;
  const { origin } = request.headers;
  if (origin === undefined) return false;
  const forwarded = trustProxy ? request.headers["x-forwarded-host"] : undefined;
  const host = typeof forwarded === "string" ? forwarded : request.headers.host;
  // Without a Host header, which HTTP/1.0 allows, there is nothing that an Origin could match.
  return host !== undefined && URL.parse(origin)?.host === host;
}
