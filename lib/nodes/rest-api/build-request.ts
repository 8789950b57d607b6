import type { HttpRequest } from "#lib/http/client.ts";
import { idempotencyHeader } from "#lib/http/step/idempotency-header.ts";
import { multipartBody, openFile } from "#lib/http/step/multipart.ts";
import { namedRows } from "#lib/http/step/named-rows.ts";
import { withParameters } from "#lib/http/url-parameters.ts";
import type { ExecuteContext } from "../contract.ts";
import { readHeaderRows } from "../header-rows.ts";
import { checkJsonText } from "../json-text.ts";
import type { RestApiConfig } from "./definition.ts";

const acceptFor: { [responseAs: string]: string } = {
  json: "application/json",
  xml: "application/xml, text/xml",
};
const bodiless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The request that a step's settings describe, without its credential.
 *
 * @throws UserError `invalid_json`, `invalid_header`, `invalid_value`, `forbidden_key`, `file_not_found`
 */
export async function buildRequest(
  context: ExecuteContext<RestApiConfig>,
): Promise<HttpRequest & { headers: Record<string, string> }> {
  const { config } = context;
  const headers = readHeaderRows(config.headers);
  const accept = acceptFor[config.responseAs];
  if (accept !== undefined) headers.accept ??= accept;
  const request: HttpRequest & { headers: Record<string, string> } = {
    method: config.method,
    url: withParameters(config.url.trim(), namedRows(config.query, "query parameter")),
    headers,
    timeoutMs: Math.round(config.timeoutSeconds * 1000),
    followRedirects: config.followRedirects,
    signal: context.signal,
  };
  if (config.remember !== "no" && (config.method === "GET" || config.method === "HEAD")) {
    const staleSeconds = config.remember === "stale" ? 86_400 : 0;
    request.remember = { seconds: config.rememberSeconds, staleSeconds };
  }
  if (config.proxy.trim() !== "") request.proxy = config.proxy;
  if (!bodiless.has(config.method)) {
    headers["idempotency-key"] ??= idempotencyHeader(context.idempotencyKey);
    await addBody(request, headers, context);
  }
  return request;
}

async function addBody(
  request: HttpRequest,
  headers: Record<string, string>,
  { config, offload, files }: ExecuteContext<RestApiConfig>,
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
    case "multipart": {
      const { body, contentType } = await multipartBody(config.bodyParts, files);
      // Names the boundary between the parts, so no other can stand here.
      headers["content-type"] = contentType;
      request.body = body;
      return;
    }
    case "xml":
      headers["content-type"] ??= "application/xml; charset=utf-8";
      request.body = config.bodyXml;
      return;
    case "text":
      headers["content-type"] ??= "text/plain; charset=utf-8";
      request.body = config.bodyText;
      return;
    case "file": {
      const { ref, read } = await openFile(files, config.bodyFile, "The setting “File”");
      headers["content-type"] ??= ref.type;
      request.body = { bytes: ref.size, open: read };
    }
  }
}
