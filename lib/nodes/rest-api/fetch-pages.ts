import type { HttpRequest } from "#lib/http/client.ts";
import { type Answered, fetchPages, type PagesPlan } from "#lib/http/paging/fetch-pages.ts";
import { idempotencyHeader } from "#lib/http/step/idempotency-header.ts";
import type { ExecuteContext, Execution } from "../contract.ts";
import { buildRequest } from "./build-request.ts";
import type { RestApiConfig } from "./definition.ts";

type Request = HttpRequest & { headers: Record<string, string> };
type Context = ExecuteContext<RestApiConfig>;

/**
 * Hands on the items of all pages.
 *
 * @throws UserError `paging_no_items`, `paging_repeats`, and what a single request throws
 */
export async function callPages(
  context: Context,
  plan: PagesPlan,
  call: (context: Context, request: Request) => Promise<Answered>,
): Promise<Execution> {
  const { config, signal, side } = context;
  const first = await buildRequest(context);
  const { items, ...told } = await fetchPages({
    ...{ plan, first, signal },
    headersOf: (page) => keyOf(context, first, page),
    send: (request, elsewhere) =>
      call(elsewhere ? { ...context, connection: undefined } : context, request),
  });
  if (config.handOn === "body") return { kind: "done", output: items };
  const { pages, stoppedBy, isWhole, durationMs } = told;
  return {
    kind: "done",
    output: {
      ...{ items, count: items.length, pages, stoppedBy, isWhole, durationMs },
      ...(side === undefined ? {} : { answeredBy: side }),
    },
  };
}

/** With the same key for every page, others would answer as they did to the first. */
function keyOf(context: Context, first: Request, page: number): Record<string, string> {
  const own = idempotencyHeader(context.idempotencyKey);
  if (page === 0 || first.headers["idempotency-key"] !== own) return {};
  return { "idempotency-key": idempotencyHeader(`${context.idempotencyKey}:${page}`) };
}
