import type { Json } from "#lib/flow/json.ts";
import type { HttpRequest, HttpResponse } from "#lib/http/client.ts";
import { parseBody } from "#lib/http/decode.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import { isFailing, statusError } from "#lib/http/step/failing-status.ts";
import { idempotencyHeader } from "#lib/http/step/idempotency-header.ts";
import { roundedTimings } from "#lib/http/step/rounded-timings.ts";
import { saveAnswer } from "#lib/http/step/save-answer.ts";
import { isWebPage, webPageError } from "#lib/http/step/web-page.ts";
import { readCall } from "#lib/systems/api-call.ts";
import { buildCall } from "#lib/systems/request/build-call.ts";
import type { Execute, ExecuteContext } from "../contract.ts";
import type { ConnectConfig } from "./definition.ts";

type Prepared = HttpRequest & { headers: Record<string, string> };

/**
 * Calls the operation and hands on the answer, at the outlet of its status when there is one.
 *
 * @throws UpstreamError and UserError as the REST API node does, and what `buildCall` throws
 */
export const execute: Execute<ConnectConfig> = async (context) => {
  const { config } = context;
  const built = await buildCall(readCall(config.call), config.serverUrl, context.files);
  if (!["GET", "HEAD", "OPTIONS"].includes(built.method)) {
    built.headers["idempotency-key"] ??= idempotencyHeader(context.idempotencyKey);
  }
  const { response, body } = await send(context, {
    ...built,
    timeoutMs: Math.round(config.timeoutSeconds * 1000),
    signal: context.signal,
  });
  const outlet = outletOf(config, response.status);
  return {
    kind: "done",
    ...(outlet !== undefined && { port: outlet.id }),
    output: {
      status: response.status,
      headers: response.headers,
      body,
      durationMs: Math.round(response.timings.totalMs),
      timings: roundedTimings(response.timings),
    },
  };
};

async function send(
  { config, connection, http, files, offload }: ExecuteContext<ConnectConfig>,
  request: Prepared,
): Promise<{ response: HttpResponse; body: Json }> {
  const fails = (status: number) => status >= 400 && outletOf(config, status) === undefined;
  const authorised = (prepared: HttpRequest) =>
    sendAuthorised(http, Object.assign(request, prepared), connection);
  if (config.responseAs === "file") {
    const wants = (status: number) => status < 400;
    const { response, file } = await saveAnswer(files, request, authorised, wants);
    if (fails(response.status)) throw statusError(response);
    return { response, body: file ?? null };
  }
  const response = await authorised(request);
  if (fails(response.status)) throw statusError(response);
  if (config.responseAs === "auto" && isWebPage(request.method, response)) {
    throw webPageError(response);
  }
  if (request.method === "HEAD" || response.status === 204 || response.body.length === 0) {
    return { response, body: null };
  }
  const type = response.headers["content-type"];
  const body = await parseBody(response.body, type, config.responseAs, offload);
  return { response, body: body as Json /* what parseBody makes of JSON, XML and text is JSON */ };
}

function outletOf({ outlets }: ConnectConfig, status: number) {
  return outlets.find(
    (outlet) =>
      outlet.id !== "" && isFailing({ failOn: "custom", failStatuses: outlet.status }, status),
  );
}
