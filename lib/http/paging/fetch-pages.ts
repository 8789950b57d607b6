import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { HttpRequest } from "../client.ts";
import { withoutParameters, withParameters } from "../url-parameters.ts";
import { findItems } from "./find-items.ts";
import { firstParameter, nextPage, type PagingRule } from "./next-page.ts";

type Request = HttpRequest & { headers: Record<string, string> };

/** How an API goes on, and how far it is followed. `pagePauseMs` in ms. */
export type PagesPlan = PagingRule & {
  itemsPath: string;
  maxPages: number;
  maxItems: number;
  maxMegabytes: number;
  maxSeconds: number;
  pagePauseMs: number;
};

export type Answered = {
  response: { url: string; headers: Record<string, string>; body: Uint8Array };
  body: Json;
};

export type Pages = {
  items: Json[];
  pages: number;
  /** Whether the last page was reached, or which limit came first. */
  stoppedBy: "end" | "pages" | "items" | "bytes" | "time";
  /** There is no more than this. */
  isWhole: boolean;
  durationMs: number;
};

type Sending = {
  plan: PagesPlan;
  first: Request;
  signal: AbortSignal;
  /** Each page is a request of its own: what its headers have beyond the first's; `page` from 0. */
  headersOf?: (page: number) => Record<string, string>;
  /** `elsewhere`: an answer has led to another origin, where the credential does not go. */
  send: (request: Request, elsewhere: boolean) => Promise<Answered>;
};

/**
 * Fetches page after page and joins their items, until there is no further one or a limit comes first.
 *
 * @throws UserError `paging_no_items` when there is no list in an answer, `paging_repeats` when a page
 *   leads to one that was fetched before, and what `send` throws
 */
export async function fetchPages({
  plan,
  first,
  signal,
  headersOf,
  send,
}: Sending): Promise<Pages> {
  const startedAt = performance.now();
  const until = startedAt + plan.maxSeconds * 1_000;
  const seen = new Set<string>();
  const items: Json[] = [];
  const total = { pages: 0, bytes: 0 };
  const origin = URL.parse(first.url)?.origin;
  const parameter = firstParameter(plan);
  let url = parameter === undefined ? first.url : setParameter(first.url, parameter);
  let stoppedBy: Pages["stoppedBy"] | undefined;

  while (stoppedBy === undefined) {
    if (seen.has(url)) throw repeats(total.pages);
    seen.add(url);
    const elsewhere = URL.parse(url)?.origin !== origin;
    const headers = { ...first.headers, ...headersOf?.(total.pages) };
    const request = elsewhere ? bare(first, url) : { ...first, headers, url };
    const page = await send(request, elsewhere);
    const found = findItems(page.body, plan.itemsPath);
    total.pages += 1;
    total.bytes += page.response.body.length;
    items.push(...found);
    const { url: from, headers: answered } = page.response;
    const next = nextPage(
      plan,
      { body: page.body, url: from, link: answered.link, items: found.length },
      { pages: total.pages, items: items.length },
    );
    if (next === undefined) stoppedBy = "end";
    else if (items.length >= plan.maxItems) stoppedBy = "items";
    else if (total.pages >= plan.maxPages) stoppedBy = "pages";
    else if (total.bytes >= plan.maxMegabytes * 1_000_000) stoppedBy = "bytes";
    else if (performance.now() + plan.pagePauseMs >= until) stoppedBy = "time";
    else {
      url = "url" in next ? next.url : setParameter(first.url, next);
      if (plan.pagePauseMs > 0) await pause(plan.pagePauseMs, undefined, { signal });
    }
  }

  const kept = items.length > plan.maxItems ? items.slice(0, plan.maxItems) : items;
  const isWhole = stoppedBy === "end" && kept.length === items.length;
  return {
    items: kept,
    pages: total.pages,
    stoppedBy: stoppedBy === "end" && !isWhole ? "items" : stoppedBy,
    isWhole,
    durationMs: Math.round(performance.now() - startedAt),
  };
}

/** What an answer names may lie elsewhere: there it goes without own headers and body. */
function bare({ body: _, headers: { accept }, ...rest }: Request, url: string): Request {
  return { ...rest, method: "GET", url, headers: accept === undefined ? {} : { accept } };
}

function setParameter(url: string, { name, value }: { name: string; value: string }): string {
  return withParameters(withoutParameters(url, [name]), [[name, value]]);
}

function repeats(pages: number): UserError {
  return new UserError(
    "paging_repeats",
    `After ${pages} pages the answer leads to a page that was fetched before.`,
    { next: "Look at the tab Data where the answer names its next page, and correct “Next page”." },
  );
}
