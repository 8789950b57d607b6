import { UserError } from "#lib/errors/user-error.ts";
import type { HttpResponse } from "#lib/http/client.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { Authorised, KindTools, Verdict } from "./kind-server.ts";

const timeoutMs = 15_000;

/**
 * Reads the connection's test address with its credential and says how it went.
 *
 * @throws UserError `invalid_input` when it has no test address, and what the client throws
 */
export async function readTestAddress(
  connection: ResolvedConnection,
  tools: KindTools,
): Promise<Verdict> {
  const { testUrl } = connection.settings;
  if (typeof testUrl !== "string" || testUrl === "") {
    throw new UserError("invalid_input", `“${connection.name}” has no test address.`, {
      next: "Edit the connection and fill in “Test address”.",
    });
  }
  const { status } = await callWith(connection, tools, { method: "GET", url: testUrl });
  return { ok: status < 400, message: explainStatus(status, new URL(testUrl).host) };
}

/** Sends one request with the connection's credential. */
export function callWith(
  connection: ResolvedConnection,
  { send }: KindTools,
  request: Partial<Authorised> & Pick<Authorised, "method" | "url">,
): Promise<HttpResponse> {
  const headers = { accept: "application/json, */*;q=0.5", ...request.headers };
  return send({ timeoutMs, maxBytes: 1_000_000, ...request, headers }, connection);
}

/** What a provider's status says of a credential. */
export function explainStatus(status: number, host: string): string {
  if (status < 400) return `${host} accepted the credential (status ${status}).`;
  switch (status) {
    case 401:
      return `${host} refused the credential (status 401). Check that it is complete and was not revoked.`;
    case 403:
      return `${host} knows the credential, but does not allow it to read the test address (status 403). Check its rights.`;
    case 404:
      return `${host} has nothing at the test address (status 404). Check the address.`;
    case 429:
      return `${host} takes no more requests just now (status 429). Try again in a moment.`;
    default:
      return status >= 500
        ? `${host} has a problem of its own (status ${status}). Try again later.`
        : `${host} refused the request (status ${status}).`;
  }
}
