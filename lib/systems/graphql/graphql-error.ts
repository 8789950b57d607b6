import type { PatchbayError } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { HttpResponse } from "#lib/http/client.ts";
import { parseRetryAfter } from "#lib/http/retry-after.ts";
import { isObject } from "../api-call.ts";

/** Codes in `extensions.code`, as servers commonly write them. */
const noAccess = /^(UNAUTHENTICATED|UNAUTHORIZED|FORBIDDEN|ACCESS_DENIED|INSUFFICIENT_SCOPES)$/i;
const tooMany = /^(RATE_?LIMIT(ED|_EXCEEDED)?|THROTTLED|TOO_MANY_REQUESTS|MAX_COST_EXCEEDED)$/i;
const mayPass = /^(INTERNAL_SERVER_ERROR|TIMEOUT|SERVICE_UNAVAILABLE|DOWNSTREAM_SERVICE_ERROR)$/i;

/**
 * What an answer with errors is thrown as (GraphQL, October 2021, 7.1.2); undefined when it has none. An
 * answer can hold both data and errors: it then counts as failed, with the data among the details.
 */
export function graphqlError(
  body: Json,
  field: string,
  { status, headers }: Pick<HttpResponse, "status" | "headers">,
): PatchbayError | undefined {
  if (!isObject(body) || !Array.isArray(body.errors) || body.errors.length === 0) return undefined;
  const [first] = body.errors;
  const error = isObject(first) ? first : {};
  const message = typeof error.message === "string" ? error.message : "It says nothing more.";
  const path = Array.isArray(error.path) ? error.path.join(".") : "";
  const code = isObject(error.extensions) ? String(error.extensions.code ?? error.type ?? "") : "";
  const more = body.errors.length - 1;
  const said = `“${field}” was answered with an error${path === "" ? "" : ` at ${path}`}: ${message.slice(0, 300)}${more > 0 ? ` (and ${more} more)` : ""}`;
  const retryAfterMs = parseRetryAfter(headers["retry-after"]);
  const told = { status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  const details = { code, errors: body.errors.slice(0, 5), data: body.data ?? null };
  if (noAccess.test(code) || status === 401 || status === 403) {
    return new UserError("graphql_error", said, {
      ...{ ...told, details, next: "Check the connection: the access was refused." },
    });
  }
  if (tooMany.test(code) || mayPass.test(code) || status === 429 || status >= 500) {
    return new UpstreamError("graphql_error", said, {
      ...{ ...told, details, next: "It may pass. Call it less often, or try again later." },
    });
  }
  return new UserError("graphql_error", said, {
    ...{ ...told, details, next: "Check the arguments and the fields that are asked for." },
  });
}
