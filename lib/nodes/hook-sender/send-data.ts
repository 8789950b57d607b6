import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { authorise } from "#lib/http/authorise.ts";
import type { HttpRequest, HttpResponse } from "#lib/http/client.ts";
import { parseBody } from "#lib/http/decode.ts";
import { beginningOf } from "#lib/http/step/beginning-of.ts";
import { idempotencyHeader } from "#lib/http/step/idempotency-header.ts";
import type { ExecuteContext, ResolvedConnection } from "../contract.ts";
import { readHeaderRows } from "../header-rows.ts";
import type { HookConfig } from "./config.ts";
import type { HookAnswer, HookProduct } from "./product.ts";
import { writeBody } from "./write-body.ts";

/** Answers are receipts or small data, in bytes. */
const largestAnswer = 5_000_000;

export type Sent = { response: HttpResponse; answer: HookAnswer };

/**
 * Sends data to a hook.
 *
 * @throws UserError `body_too_large`, `own_address`, `invalid_header`, `forbidden_key`,
 *   `connection_missing`, `insecure_credentials`, and what the HTTP client throws
 */
export async function sendData(
  context: ExecuteContext<HookConfig>,
  connection: ResolvedConnection,
  product: HookProduct,
  data: Json,
  address: string,
): Promise<Sent> {
  const { config } = context;
  const { method, url, body, contentType } = writeBody(address, data, config.sendAs);
  checkSize(body ?? url, product);
  const headers = readHeaderRows(config.headers);
  if (contentType !== undefined) headers["content-type"] = contentType;
  headers["idempotency-key"] ??= idempotencyHeader(context.idempotencyKey);
  headers["patchbay-hops"] = String(context.hops + 1);
  const request: HttpRequest & { headers: Record<string, string> } = {
    method,
    url,
    headers,
    ...(body === undefined ? {} : { body }),
    timeoutMs: Math.round(config.timeoutSeconds * 1000),
    maxBytes: largestAnswer,
    followRedirects: false,
    signal: context.signal,
  };
  authorise(request, connection);
  const response = await context.http.request(request);
  return { response, answer: await readAnswer(response, context) };
}

function checkSize(sent: string, { name, maxBytes }: HookProduct): void {
  const bytes = Buffer.byteLength(sent);
  if (bytes <= maxBytes) return;
  const megabytes = (amount: number) => `${Math.round(amount / 100_000) / 10} MB`;
  throw new UserError(
    "body_too_large",
    `The data is ${megabytes(bytes)}; ${name} takes ${megabytes(maxBytes)} at most.`,
    { next: "Send fewer fields, or a link to a file in place of the file." },
  );
}

/** The body as data where it is some; an unreadable one is a text, for the call itself went well. */
async function readAnswer(
  response: HttpResponse,
  { offload }: Pick<ExecuteContext, "offload">,
): Promise<HookAnswer> {
  const { status, body: bytes, headers } = response;
  const text = beginningOf(response);
  try {
    const body = await parseBody(bytes, headers["content-type"], "auto", offload);
    return { status, text, body };
  } catch {
    return { status, text, body: text };
  }
}
