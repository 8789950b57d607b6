import { fitsHosts, hostsIn } from "#lib/connections/fits-hosts.ts";
import { kindServerOf } from "#lib/connections/kind-servers.ts";
import { checkMethod } from "#lib/connections/limits.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { HttpRequest } from "./client.ts";

type Request = HttpRequest & { headers: Record<string, string> };

/**
 * Adds a connection's credential to a request, in place, and says which parts of it are secret.
 *
 * @throws UserError `egress_refused` when the connection is not meant for this host,
 *   `connection_not_allowed` when it is not meant for this method, `connection_wrong_kind`,
 *   `connection_missing` when a part of the credential is empty
 */
export function authorise(request: Request, connection: ResolvedConnection): void {
  const { settings } = connection;
  const authoriseKind = kindServerOf(connection.kind)?.authorise;
  if (authoriseKind === undefined) {
    throw new UserError(
      "connection_wrong_kind",
      `The connection “${connection.name}” is not of a kind that a web request can use.`,
      { next: "Choose another connection." },
    );
  }
  checkHost(request.url, connection);
  checkMethod(connection, request.method);
  if (settings.allowInsecure === true || settings.allowInsecure === "true") {
    request.allowInsecureCredentials = true;
  }
  authoriseKind(request, connection);
}

/** A connection may be limited to hosts: `api.example.com, *.example.org, localhost:8080`. */
function checkHost(address: string, connection: ResolvedConnection): void {
  const { allowedHosts } = connection.settings;
  const allowed = typeof allowedHosts === "string" ? allowedHosts : "";
  if (hostsIn(allowed).length === 0) return;
  const url = URL.parse(address);
  // No address at all: the HTTP client says so better.
  if (url === null || fitsHosts(url, allowed)) return;
  throw new UserError(
    "egress_refused",
    `The connection “${connection.name}” may only be used with ${hostsIn(allowed).join(", ")}, not with ${url.host}.`,
    { next: "Check the address, or ask an administrator to allow this host for the connection." },
  );
}
