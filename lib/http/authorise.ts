import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { HttpRequest } from "./client.ts";
import { withParameters } from "./url-parameters.ts";

type Request = HttpRequest & { headers: Record<string, string> };

/**
 * Adds a connection's credential to a request, in place, and says which parts of it are secret.
 *
 * @throws UserError `egress_refused` when the connection is not meant for this host,
 *   `connection_wrong_kind`, `connection_missing` when a part of the credential is empty
 */
export function authorise(request: Request, connection: ResolvedConnection): void {
  const { settings, secrets } = connection;
  checkHost(request.url, connection);
  if (settings.allowInsecure === true || settings.allowInsecure === "true") {
    request.allowInsecureCredentials = true;
  }
  switch (connection.kind) {
    case "bearer":
      request.headers.authorization = `Bearer ${filled(secrets.token, connection)}`;
      return;
    case "oauth2":
    case "oauth2-app":
    case "google":
    case "microsoft":
      request.headers.authorization = `Bearer ${filled(secrets.accessToken, connection)}`;
      return;
    case "basic": {
      const pair = `${text(settings.username)}:${secrets.password ?? ""}`;
      request.headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
      return;
    }
    case "api-key-header": {
      const name = filled(settings.headerName, connection).toLowerCase();
      request.headers[name] = filled(secrets.value, connection);
      request.secretHeaders = [name];
      return;
    }
    case "api-key-query": {
      const name = filled(settings.paramName, connection);
      const value = filled(secrets.value, connection);
      request.url = withParameters(request.url, [[name, value]]);
      request.secretQuery = [name];
      return;
    }
    default:
      throw new UserError(
        "connection_wrong_kind",
        `The connection “${connection.name}” is not of a kind that a REST API call can use.`,
        { next: "Choose another connection." },
      );
  }
}

/** A connection may be limited to hosts: `api.example.com, *.example.org, localhost:8080`. */
function checkHost(address: string, connection: ResolvedConnection): void {
  const allowed = text(connection.settings.allowedHosts)
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
  if (allowed.length === 0) return;
  const url = URL.parse(address);
  // No address at all: the HTTP client says so better.
  if (url === null) return;
  const fits = allowed.some((entry) => {
    const host = entry.includes(":") ? url.host : url.hostname;
    return entry.startsWith("*.") ? host.endsWith(entry.slice(1)) : host === entry;
  });
  if (fits) return;
  throw new UserError(
    "egress_refused",
    `The connection “${connection.name}” may only be used with ${allowed.join(", ")}, not with ${url.host}.`,
    { next: "Check the address, or ask an administrator to allow this host for the connection." },
  );
}

function filled(value: Json | undefined, connection: ResolvedConnection): string {
  const found = text(value);
  if (found !== "") return found;
  throw new UserError("connection_missing", `The connection “${connection.name}” is incomplete.`, {
    next: "Ask an administrator to fill it in again.",
  });
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}
