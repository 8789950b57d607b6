import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { HttpRequest } from "#lib/http/client.ts";
import { findItems } from "#lib/http/paging/find-items.ts";
import { firstParameter, nextPage, type PagingRule } from "#lib/http/paging/next-page.ts";
import { idempotencyHeader } from "#lib/http/step/idempotency-header.ts";
import { withoutParameters, withParameters } from "#lib/http/url-parameters.ts";
import type { ExecuteContext, Execution } from "../contract.ts";
import { buildRequest } from "./build-request.ts";
import type { RestApiConfig } from "./definition.ts";

type Request = HttpRequest & { headers: Record<string, string> };
type Context = ExecuteContext<RestApiConfig>;
type Stop = "end" | "pages" | "items" | "bytes" | "time";
type Answered = {
  response: { url: string; headers: Record<string, string>; body: Uint8Array };
  body: Json;
};

/**
 * Fetches page after page and joins their items, until there is no further one or a limit comes first.
 *
 * @throws UserError `paging_no_items` when there is no list in an answer, `paging_repeats` when a page
 *   leads to one that was fetched before, and what a single request throws
 */
export async function fetchPages(
  context: Context,
  call: (context: Context, request: Request) => Promise<Answered>,
): Promise<Execution> {
  const { config, signal } = context;
  const rule = ruleOf(config);
  const startedAt = performance.now();
  const until = startedAt + config.maxSeconds * 1_000;
  const seen = new Set<string>();
  const items: Json[] = [];
  const total = { pages: 0, bytes: 0 };
  const first = await buildRequest(context);
  const origin = URL.parse(first.url)?.origin;
  const parameter = firstParameter(rule);
  let url = parameter === undefined ? first.url : setParameter(first.url, parameter);
  let stoppedBy: Stop | undefined;

  while (stoppedBy === undefined) {
    if (seen.has(url)) throw repeats(total.pages);
    seen.add(url);
    const headers = { ...first.headers, ...keyOf(context, first, total.pages) };
    const page = await call(...requestFor(context, { ...first, headers }, url, origin));
    const found = findItems(page.body, config.itemsPath);
    total.pages += 1;
    total.bytes += page.response.body.length;
    items.push(...found);
    const next = nextPage(
      rule,
      {
        body: page.body,
        url: page.response.url,
        link: page.response.headers.link,
        items: found.length,
      },
      { pages: total.pages, items: items.length },
    );
    if (next === undefined) stoppedBy = "end";
    else if (items.length >= config.maxItems) stoppedBy = "items";
    else if (total.pages >= config.maxPages) stoppedBy = "pages";
    else if (total.bytes >= config.maxMegabytes * 1_000_000) stoppedBy = "bytes";
    else if (performance.now() + config.pagePauseMs >= until) stoppedBy = "time";
    else {
      url = "url" in next ? next.url : setParameter(first.url, next);
      if (config.pagePauseMs > 0) await pause(config.pagePauseMs, undefined, { signal });
    }
  }

  const kept = items.length > config.maxItems ? items.slice(0, config.maxItems) : items;
  if (config.handOn === "body") return { kind: "done", output: kept };
  const isWhole = stoppedBy === "end" && kept.length === items.length;
  return {
    kind: "done",
    output: {
      items: kept,
      count: kept.length,
      pages: total.pages,
      stoppedBy: stoppedBy === "end" && !isWhole ? "items" : stoppedBy,
      isWhole,
      durationMs: Math.round(performance.now() - startedAt),
      ...(context.side === undefined ? {} : { answeredBy: context.side }),
    },
  };
}

/** What an answer names may lie elsewhere: there it goes without credential and without own headers. */
function requestFor(
  context: Context,
  first: Request,
  url: string,
  origin: string | undefined,
): [Context, Request] {
  if (URL.parse(url)?.origin === origin) return [context, { ...first, url }];
  const { accept } = first.headers;
  const { body: _, ...bare } = first;
  const headers: Record<string, string> = accept === undefined ? {} : { accept };
  return [
    { ...context, connection: undefined },
    { ...bare, method: "GET", url, headers },
  ];
}

/** Each page is a request of its own: with the same key, others would answer as they did before. */
function keyOf(context: Context, first: Request, page: number): { "idempotency-key"?: string } {
  const own = idempotencyHeader(context.idempotencyKey);
  if (page === 0 || first.headers["idempotency-key"] !== own) return {};
  return { "idempotency-key": idempotencyHeader(`${context.idempotencyKey}:${page}`) };
}

function setParameter(url: string, { name, value }: { name: string; value: string }): string {
  return withParameters(withoutParameters(url, [name]), [[name, value]]);
}

function ruleOf(config: RestApiConfig): PagingRule {
  const { paging, pageFirst, offsetFirst } = config;
  if (paging === "none") throw new Error("this step fetches one page");
  return { ...config, paging, pageFirst: paging === "offset" ? offsetFirst : pageFirst };
}

function repeats(pages: number): UserError {
  return new UserError(
    "paging_repeats",
    `After ${pages} pages the answer leads to a page that was fetched before.`,
    { next: "Look at the tab Data where the answer names its next page, and correct “Next page”." },
  );
}
