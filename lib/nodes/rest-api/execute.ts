import type { Json } from "#lib/flow/json.ts";
import { parseBody } from "#lib/http/decode.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import { withoutParameters } from "#lib/http/url-parameters.ts";
import type { Execute } from "../contract.ts";
import { buildRequest } from "./build-request.ts";
import type { RestApiConfig } from "./definition.ts";
import { isFailing, statusError } from "./failing-status.ts";
import { isWebPage, webPageError } from "./web-page.ts";

/**
 * Sends one request and hands on the answer.
 *
 * @throws UpstreamError `upstream_status` for 408, 425, 429 and 5xx, which may pass;
 *   `upstream_invalid_json`, `upstream_invalid_xml`, `unknown_charset`, and the HTTP client's
 * @throws UserError `html_instead_of_data` when a web page comes and “Text” was not chosen,
 *   `upstream_status` for every other failing status; `invalid_json`,
 *   `invalid_config`, `forbidden_key`, `connection_wrong_kind`, `egress_refused`,
 *   `connection_needs_attention`, and the client's
 */
export const execute: Execute<RestApiConfig> = async (context) => {
  const { config } = context;
  const request = await buildRequest(context);
  const response = await sendAuthorised(context.http, request, context.connection);
  if (isFailing(config, response.status)) throw statusError(response);
  if (isWebPage(config, response)) throw webPageError(response);
  const body =
    config.method === "HEAD" || response.status === 204
      ? null
      : await parseBody(
          response.body,
          response.headers["content-type"],
          config.responseAs,
          context.offload,
        );
  return {
    kind: "done",
    output: {
      status: response.status,
      headers: response.headers,
      body: body as Json /* what parseBody makes of JSON, XML and text is JSON */,
      durationMs: Math.round(response.timings.totalMs),
      url: request.secretQuery
        ? withoutParameters(response.url, request.secretQuery)
        : response.url,
      ...(context.side === undefined ? {} : { answeredBy: context.side }),
    },
  };
};
