import { UserError } from "#lib/errors/user-error.ts";
import type { RequestBody } from "./body.ts";
import type { HttpRequest } from "./client.ts";
import type { ClientCertificate } from "./client-certificate.ts";
import {
  carriesSecret,
  type HeaderPairs,
  withoutBodyHeaders,
  withoutSecrets,
} from "./request-headers.ts";
import { readTarget, type Target } from "./target.ts";

/** One request as it goes out, to its target. */
export type Outgoing = {
  target: Target;
  method: string;
  headers: HeaderPairs;
  body: RequestBody | undefined;
  clientCertificate?: ClientCertificate | undefined;
};

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Whether an answer sends the request elsewhere. */
export function isRedirect(status: number, headers: Record<string, string>): boolean {
  return redirectStatuses.has(status) && headers.location !== undefined;
}

/**
 * The request that follows a redirect (RFC 9110, 15.4): 301, 302 and 303 turn everything but GET and
 * HEAD into a GET without a body, 307 and 308 keep method and body. Credentials named in `req` stay
 * behind when the origin changes.
 *
 * @throws UserError `insecure_credentials` when a request with credentials would go from https to
 *   http, `invalid_url` when the new address is none.
 */
export function followRedirect(
  sent: Outgoing,
  status: number,
  location: string,
  req: HttpRequest,
): Outgoing {
  const from = sent.target.url;
  const target = readTarget(location, from);
  const { url } = target;
  const becomesGet = status < 307 && sent.method !== "GET" && sent.method !== "HEAD";
  const next: Outgoing = {
    target,
    method: becomesGet ? "GET" : sent.method,
    headers: becomesGet ? withoutBodyHeaders(sent.headers) : sent.headers,
    body: becomesGet ? undefined : sent.body,
    clientCertificate: sent.clientCertificate,
  };
  if (url.origin === from.origin) return next;
  if (from.protocol === "https:" && url.protocol === "http:") refuseDowngrade(sent, req);
  next.headers = withoutSecrets(next.headers, req.secretHeaders);
  next.clientCertificate = undefined;
  for (const name of req.secretQuery ?? []) url.searchParams.delete(name);
  return next;
}

/**
 * Refuses to send credentials where anybody on the way can read them.
 *
 * @throws UserError `insecure_credentials`
 */
export function checkCredentialsEncrypted(request: Outgoing, req: HttpRequest): void {
  if (request.target.url.protocol !== "http:" || req.allowInsecureCredentials === true) return;
  if (!holdsCredentials(request, req)) return;
  throw new UserError(
    "insecure_credentials",
    `Patchbay does not send credentials to ${request.target.host} over http: anybody on the way could read them.`,
    { next: "Use https, or ask an administrator to allow http for this connection." },
  );
}

function refuseDowngrade(sent: Outgoing, req: HttpRequest): void {
  if (req.allowInsecureCredentials === true || !holdsCredentials(sent, req)) return;
  throw new UserError(
    "insecure_credentials",
    `${sent.target.host} redirects from https to http. Patchbay does not follow with credentials.`,
    { next: "Use the address that the server redirects to, if it answers over https." },
  );
}

function holdsCredentials(request: Outgoing, req: HttpRequest): boolean {
  if (request.clientCertificate !== undefined) return true;
  if (carriesSecret(request.headers, req.secretHeaders)) return true;
  return (req.secretQuery ?? []).some((name) => request.target.url.searchParams.has(name));
}
