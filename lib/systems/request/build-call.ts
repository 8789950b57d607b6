import { UserError } from "#lib/errors/user-error.ts";
import type { FilePort } from "#lib/files/contract.ts";
import type { Json } from "#lib/flow/json.ts";
import type { HttpRequest } from "#lib/http/client.ts";
import type { ApiCall } from "../api-call.ts";
import type { Operation } from "../contract.ts";
import { soapHeaders } from "../written/write-body.ts";
import { buildBody } from "./build-body.ts";
import { coerceValue } from "./coerce-value.ts";
import { headerValue, pathPart, queryPart } from "./serialise.ts";

/**
 * The request that a call describes, without its credential.
 *
 * @throws UserError `invalid_config` without an operation or address, `invalid_value`, `invalid_json`,
 *   `file_not_found`
 */
export async function buildCall(
  call: ApiCall,
  serverUrl: string,
  files: FilePort,
): Promise<HttpRequest & { headers: Record<string, string> }> {
  const { operation, values } = call;
  if (operation === null) throw notReady("No operation is chosen.", "Choose one in the step.");
  const server = serverUrl.trim() || operation.server;
  if (server === "") {
    throw notReady("The system’s description names no address.", "Give one in “Server address”.");
  }
  const headers: Record<string, string> = { accept: acceptOf(operation) };
  const query: string[] = [];
  const cookies: string[] = [];
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const { name, in: place, schema, required } = parameter;
    const value = coerceValue(schema, values[place]?.[name], operation.defs, name);
    if (value === undefined) {
      if (!required) continue;
      throw new UserError("invalid_value", `“${name}” is needed and empty.`, {
        next: "Fill it in, or check what is inserted there.",
      });
    }
    if (place === "path") path = path.replaceAll(`{${name}}`, pathPart(parameter, value));
    else if (place === "query") query.push(queryPart(parameter, value));
    else if (place === "header") headers[name.toLowerCase()] = headerValue(parameter, value);
    else cookies.push(queryPart(parameter, value).replaceAll("&", "; "));
  }
  if (cookies.length > 0) headers.cookie = cookies.join("; ");
  const body = await buildBody(call, files);
  if (body !== undefined) headers["content-type"] = body.contentType;
  if (body !== undefined && operation.written !== undefined) {
    Object.assign(headers, soapHeaders(operation.written, body.contentType));
  }
  return {
    ...{ method: operation.method, headers },
    url: addressOf(
      server,
      path,
      query.filter((part) => part !== ""),
    ),
    ...(body !== undefined && { body: body.body }),
  };
}

/** The server's own query stays in front. */
function addressOf(server: string, path: string, query: readonly string[]): string {
  const [base = "", own] = server.split("#", 1)[0]?.split("?", 2) ?? [];
  const parts = [...(own ? [own] : []), ...query];
  const address = path === "" ? base : `${base.replace(/\/+$/, "")}${path}`;
  if (parts.length === 0) return address;
  return `${address}${path.includes("?") ? "&" : "?"}${parts.join("&")}`;
}

function acceptOf({ answers, graphql, written }: Operation): string {
  if (written?.format.startsWith("soap")) return "text/xml, application/soap+xml;q=0.9, */*;q=0.1";
  // GraphQL over HTTP, 4.2.
  if (graphql !== undefined) return "application/graphql-response+json, application/json;q=0.9";
  return answers.some(({ sample }: { sample?: Json }) => sample !== undefined)
    ? "application/json, */*;q=0.5"
    : "*/*";
}

function notReady(message: string, next: string): UserError {
  return new UserError("invalid_config", message, { next });
}
