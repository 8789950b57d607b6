import type { Json } from "#lib/flow/json.ts";
import type { HttpRequest, HttpResponse } from "#lib/http/client.ts";
import { parseBody } from "#lib/http/decode.ts";
import { fetchPages, type Pages, type PagesPlan } from "#lib/http/paging/fetch-pages.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import { statusError } from "#lib/http/step/failing-status.ts";
import { idempotencyHeader } from "#lib/http/step/idempotency-header.ts";
import { saveAnswer } from "#lib/http/step/save-answer.ts";
import { isWebPage, webPageError } from "#lib/http/step/web-page.ts";
import { type ApiCall, isObject, readCall } from "#lib/systems/api-call.ts";
import { graphqlError } from "#lib/systems/graphql/graphql-error.ts";
import { buildCall } from "#lib/systems/request/build-call.ts";
import { soapContent, soapFault } from "#lib/systems/written/soap-answer.ts";
import type { ExecuteContext } from "../contract.ts";
import type { ConnectConfig } from "./definition.ts";

type Context = ExecuteContext<ConnectConfig>;
type Prepared = HttpRequest & { headers: Record<string, string> };

export type Called = { response: HttpResponse; body: Json };

type Calling = {
  /** What this call is to the step, where it makes several: each has a key of its own. */
  part?: string;
  /** Statuses from 400 that are answers all the same. */
  accepts?: (status: number) => boolean;
};

/**
 * Calls an operation with what is filled in for it.
 *
 * @throws UpstreamError and UserError as the REST API node does, and what `buildCall` throws
 */
export async function callOperation(
  context: Context,
  setting: ApiCall,
  calling: Calling = {},
): Promise<Called> {
  return await send(context, setting, await prepare(context, setting, calling), calling);
}

/**
 * Calls an operation for page after page.
 *
 * @throws UserError `paging_no_items`, `paging_repeats`, and what `callOperation` throws
 */
export async function callPages(
  context: Context,
  setting: ApiCall,
  plan: PagesPlan,
  calling: Calling = {},
): Promise<Pages> {
  const first = await prepare(context, setting, calling);
  return await fetchPages({
    ...{ plan, first, signal: context.signal },
    send: (request, elsewhere) =>
      send(elsewhere ? { ...context, connection: undefined } : context, setting, request, calling),
  });
}

async function prepare(
  { config, files, idempotencyKey, signal }: Context,
  setting: ApiCall,
  { part }: Calling,
): Promise<Prepared> {
  const built = await buildCall(readCall(setting), config.serverUrl, files);
  if (!["GET", "HEAD", "OPTIONS"].includes(built.method) && !isQuery(setting)) {
    const key = part === undefined ? idempotencyKey : `${idempotencyKey}:${part}`;
    built.headers["idempotency-key"] ??= idempotencyHeader(key);
  }
  return { ...built, timeoutMs: Math.round(config.timeoutSeconds * 1000), signal };
}

const isQuery = ({ operation }: ApiCall) => operation?.graphql?.kind === "query";

async function send(
  { config, connection, http, files, offload }: Context,
  { operation }: ApiCall,
  request: Prepared,
  { accepts }: Calling,
): Promise<Called> {
  const fails = (status: number) => status >= 400 && accepts?.(status) !== true;
  const authorised = (prepared: HttpRequest) =>
    sendAuthorised(http, Object.assign(request, prepared), connection);
  const isSoap = operation?.written?.format.startsWith("soap") === true;
  // GraphQL and SOAP tell failures in the answer itself, so that is read whatever the setting.
  const isRead = operation?.graphql !== undefined || isSoap;
  if (config.does === "call" && config.responseAs === "file" && !isRead) {
    const wants = (status: number) => status < 400;
    const { response, file } = await saveAnswer(files, request, authorised, wants);
    if (fails(response.status)) throw statusError(response);
    return { response, body: file ?? null };
  }
  const response = await authorised(request);
  const graphql = operation?.graphql;
  if (graphql !== undefined) {
    const body = await readGraphql(response, offload);
    const error = graphqlError(body, graphql.field, response);
    if (error !== undefined && accepts?.(response.status) !== true) throw error;
    if (fails(response.status)) throw statusError(response);
    const data = isObject(body) && isObject(body.data) ? body.data[graphql.field] : undefined;
    return { response, body: data ?? null };
  }
  if (isSoap) {
    const content = await readSoap(response, offload);
    const fault = content === undefined ? undefined : soapFault(content);
    if (fault !== undefined && accepts?.(response.status) !== true) throw fault;
    if (fails(response.status)) throw statusError(response);
    if (content !== undefined && config.responseAs !== "text") return { response, body: content };
  }
  if (fails(response.status)) throw statusError(response);
  if (config.responseAs === "auto" && isWebPage(request.method, response)) {
    throw webPageError(response);
  }
  if (request.method === "HEAD" || response.status === 204 || response.body.length === 0) {
    return { response, body: null };
  }
  const type = response.headers["content-type"];
  const readAs = config.responseAs === "file" ? "auto" : config.responseAs;
  const body = await parseBody(response.body, type, readAs, offload);
  return { response, body: body as Json /* what parseBody makes of JSON, XML and text is JSON */ };
}

/** GraphQL answers JSON, with errors too; what is none is told by its status, or as no JSON. */
async function readGraphql(response: HttpResponse, offload: Context["offload"]): Promise<Json> {
  const type = response.headers["content-type"];
  if (response.status >= 400 && !/json/i.test(type ?? "")) return null;
  return await orStatus(response, parseBody(response.body, type, "json", offload));
}

/** What stands in the envelope; undefined when there is none. */
async function readSoap(
  response: HttpResponse,
  offload: Context["offload"],
): Promise<Json | undefined> {
  const type = response.headers["content-type"];
  if (response.body.length === 0 || !/xml/i.test(type ?? "")) return undefined;
  return soapContent(await orStatus(response, parseBody(response.body, type, "xml", offload)));
}

/** What was read; of a failing answer that cannot be read, its status says more. */
async function orStatus(response: HttpResponse, reading: Promise<unknown>): Promise<Json> {
  try {
    return (await reading) as Json; // what parseBody makes of JSON and XML is JSON
  } catch (error) {
    if (response.status >= 400) return null;
    throw error;
  }
}
