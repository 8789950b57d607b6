import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { formFields } from "./form-fields.ts";
import { parseBody } from "./parse-body.ts";

export type HookPayload = {
  method: string;
  query: JsonObject;
  headers: JsonObject;
  body: Json;
  receivedAt: string;
};

/**
 * What a webhook trigger delivers to its flow; the sender's credentials are left out. A promise only
 * where reading the body takes one: a turn of the event loop is dear on this path.
 *
 * @param secretHeader holds the sender's secret, besides those that always may
 * @throws what {@link parseBody} throws
 */
export function hookPayload(
  request: IncomingMessage,
  bytes: Buffer,
  receivedAt: Date,
  secretHeader?: string,
): HookPayload | Promise<HookPayload> {
  const { headers } = request;
  const body = parseBody(bytes, headers["content-type"], headers["content-encoding"]);
  if (!(body instanceof Promise)) return payloadOf(request, body, receivedAt, secretHeader);
  return body.then((read) => payloadOf(request, read, receivedAt, secretHeader));
}

function payloadOf(
  request: IncomingMessage,
  body: Json,
  receivedAt: Date,
  secretHeader: string | undefined,
): HookPayload {
  const url = request.url ?? "";
  const queryAt = url.indexOf("?");
  const { headers } = request;
  return {
    method: request.method ?? "",
    query: queryAt === -1 ? {} : formFields(url.slice(queryAt + 1)),
    headers: shownHeaders(headers, secretHeader?.toLowerCase()),
    body,
    receivedAt: receivedAt.toISOString(),
  };
}

function shownHeaders(headers: IncomingHttpHeaders, secret: string | undefined): JsonObject {
  const shown: JsonObject = {};
  for (const name in headers) {
    if (name === "cookie" || name === "proxy-authorization" || name === "__proto__") continue;
    const value = headers[name];
    if (name === "authorization" || name === secret) shown[name] = "[left out]";
    else if (typeof value === "string") shown[name] = value;
    else if (value !== undefined) shown[name] = value.join(", ");
  }
  return shown;
}
