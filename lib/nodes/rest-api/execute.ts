import type { Json } from "#lib/flow/json.ts";
import type { HttpRequest, HttpResponse } from "#lib/http/client.ts";
import { parseBody } from "#lib/http/decode.ts";
import { valueAt } from "#lib/http/paging/value-at.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import { isFailing, statusError } from "#lib/http/step/failing-status.ts";
import { roundedTimings } from "#lib/http/step/rounded-timings.ts";
import { saveAnswer } from "#lib/http/step/save-answer.ts";
import { isWebPage, webPageError } from "#lib/http/step/web-page.ts";
import { withoutParameters } from "#lib/http/url-parameters.ts";
import type { Execute, ExecuteContext, Execution } from "../contract.ts";
import { pagesPlan } from "../paging-setting.ts";
import { buildRequest } from "./build-request.ts";
import type { RestApiConfig } from "./definition.ts";
import { callPages } from "./fetch-pages.ts";
import { runBatches } from "./run-batches.ts";

/**
 * Sends one request and hands on the answer.
 *
 * @throws UpstreamError `upstream_status` for 408, 425, 429 and 5xx, which may pass;
 *   `upstream_invalid_json`, `upstream_invalid_xml`, `unknown_charset`, and the HTTP client's
 * @throws UserError `html_instead_of_data` when a web page comes and “Text” was not chosen,
 *   `upstream_status` for every other failing status; `invalid_json`,
 *   `invalid_config`, `forbidden_key`, `connection_wrong_kind`, `egress_refused`,
 *   `connection_needs_attention`, `file_too_large`, `storage_full`, and the client's
 */
export const execute: Execute<RestApiConfig> = async (context) => {
  const { batch, saveTo } = context.config;
  const execution =
    batch === "none" ? await callOnce(context) : await runBatches(context, callOnce);
  if (execution.kind !== "done" || saveTo.length === 0) return execution;
  const { output } = execution;
  const named = saveTo.filter(({ name }) => name.trim() !== "");
  const vars = named.map(({ name, path }) => [name.trim(), valueAt(output, path) ?? null]);
  return { ...execution, vars: Object.fromEntries(vars) };
};

async function callOnce(context: ExecuteContext<RestApiConfig>): Promise<Execution> {
  const { config } = context;
  const plan = pagesPlan(config);
  if (plan !== undefined) return await callPages(context, plan, call);
  const request = await buildRequest(context);
  const { response, body } = await call(context, request);
  if (config.handOn === "body") return { kind: "done", output: body };
  return {
    kind: "done",
    output: {
      status: response.status,
      headers: response.headers,
      body,
      durationMs: Math.round(response.timings.totalMs),
      timings: roundedTimings(response.timings),
      url: request.secretQuery
        ? withoutParameters(response.url, request.secretQuery)
        : response.url,
      ...(request.remember === undefined ? {} : { fromCache: response.fromCache === true }),
      ...(context.side === undefined ? {} : { answeredBy: context.side }),
    },
  };
}

/** Sends one request and reads its answer. */
async function call(
  { config, connection, http, files, offload }: ExecuteContext<RestApiConfig>,
  request: HttpRequest & { headers: Record<string, string> },
): Promise<{ response: HttpResponse; body: Json }> {
  const send = (prepared: HttpRequest) =>
    sendAuthorised(http, Object.assign(request, prepared), connection);
  if (config.responseAs === "file" && config.method !== "HEAD") {
    const wants = (status: number) => status !== 401 && !isFailing(config, status);
    const { response, file } = await saveAnswer(files, request, send, wants);
    if (isFailing(config, response.status)) throw statusError(response);
    return { response, body: file ?? null };
  }
  const response = await send(request);
  if (isFailing(config, response.status)) throw statusError(response);
  const { responseAs, method } = config;
  if (responseAs === "auto" && isWebPage(method, response)) throw webPageError(response);
  if (method === "HEAD" || response.status === 204 || responseAs === "file") {
    return { response, body: null };
  }
  const type = response.headers["content-type"];
  const body = await parseBody(response.body, type, responseAs, offload);
  return { response, body: body as Json /* what parseBody makes of JSON, XML and text is JSON */ };
}
