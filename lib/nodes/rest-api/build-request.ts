import { authorise } from "#lib/http/authorise.ts";
import type { HttpRequest } from "#lib/http/client.ts";
import { withParameters } from "#lib/http/url-parameters.ts";
import type { ExecuteContext } from "../contract.ts";
import { readHeaderRows } from "../header-rows.ts";
import { idempotencyHeader } from "../idempotency-header.ts";
import { checkJsonText } from "../json-text.ts";
import type { RestApiConfig } from "./definition.ts";
import { namedRows } from "./named-rows.ts";

const acceptFor = { json: "application/json", xml: "application/xml, text/xml" } as const;

/**
 * The request that a step's settings and connection describe.
 *
 * @throws UserError `invalid_json`, `invalid_header`, `invalid_value`, `forbidden_key`,
 *   `connection_wrong_kind`, `egress_refused`
 */
export async function buildRequest(
  context: ExecuteContext<RestApiConfig>,
): Promise<HttpRequest & { headers: Record<string, string> }> {
  const { config, connection } = context;
  const headers = readHeaderRows(config.headers);
  if (config.responseAs === "json" || config.responseAs === "xml") {
    headers.accept ??= acceptFor[config.responseAs];
  }
  const request: HttpRequest & { headers: Record<string, string> } = {
    method: config.method,
    url: withParameters(config.url.trim(), namedRows(config.query, "query parameter")),
    headers,
    timeoutMs: Math.round(config.timeoutSeconds * 1000),
    followRedirects: config.followRedirects,
    signal: context.signal,
  };
  if (config.method !== "GET" && config.method !== "HEAD") {
    headers["idempotency-key"] ??= idempotencyHeader(context.idempotencyKey);
    await addBody(request, headers, context);
  }
  if (connection !== undefined) authorise(request, connection);
  return request;
}

async function addBody(
  request: HttpRequest,
  headers: Record<string, string>,
  { config, offload }: ExecuteContext<RestApiConfig>,
): Promise<void> {
  switch (config.bodyType) {
    case "none":
      return;
    case "json":
      if (config.bodyJson.trim() === "") return;
      await checkJsonText(config.bodyJson, "The JSON body", offload);
      headers["content-type"] ??= "application/json";
      request.body = config.bodyJson;
      return;
    case "form":
      headers["content-type"] ??= "application/x-www-form-urlencoded";
      request.body = new URLSearchParams(namedRows(config.bodyForm, "form field")).toString();
      return;
    case "text":
      headers["content-type"] ??= "text/plain; charset=utf-8";
      request.body = config.bodyText;
  }
}
