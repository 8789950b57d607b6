import type { Json } from "#lib/flow/json.ts";
import { linkTo } from "./link-header.ts";
import { valueAt } from "./value-at.ts";

/** How an API goes on to the next page. */
export type PagingRule = {
  paging: "page" | "offset" | "cursor" | "link" | "next";
  /** Empty: `page`, `offset` or `cursor`. */
  pageParam: string;
  /** The first page's number; of an offset, where to begin. */
  pageFirst: number;
  /** As many items as a whole page has; 0: unknown. */
  pageSize: number;
  /** Where the cursor or the next address stands in the answer. */
  nextPath: string;
  /** Goes on only while this is true, where the answer says so; empty: not asked. */
  morePath: string;
};

export type Page = { body: Json; url: string; link: string | undefined; items: number };

/** The first page's own parameter; undefined when it needs none. */
export function firstParameter(rule: PagingRule): { name: string; value: string } | undefined {
  if (rule.paging !== "page" && rule.paging !== "offset") return undefined;
  return { name: nameOf(rule), value: String(rule.pageFirst) };
}

/**
 * Where the next page is: a parameter's new value, or an address. Undefined when this was the last:
 * an empty page, fewer items than a page has, no cursor or address, or the answer says so.
 */
export function nextPage(
  rule: PagingRule,
  page: Page,
  done: { pages: number; items: number },
): { name: string; value: string } | { url: string } | undefined {
  if (rule.morePath.trim() !== "" && !isTrue(valueAt(page.body, rule.morePath))) return undefined;
  if (rule.paging === "link") return address(linkTo(page.link, "next"), page.url);
  if (rule.paging === "next") return address(valueAt(page.body, rule.nextPath), page.url);
  if (rule.paging === "cursor") {
    const cursor = valueAt(page.body, rule.nextPath);
    if (typeof cursor !== "string" && typeof cursor !== "number") return undefined;
    return cursor === "" ? undefined : { name: nameOf(rule), value: String(cursor) };
  }
  if (page.items === 0 || page.items < rule.pageSize) return undefined;
  const step = rule.paging === "page" ? done.pages : rule.pageSize * done.pages || done.items;
  return { name: nameOf(rule), value: String(rule.pageFirst + step) };
}

function nameOf({ paging, pageParam }: PagingRule): string {
  return pageParam.trim() === "" ? paging : pageParam.trim();
}

function address(target: Json | undefined, base: string): { url: string } | undefined {
  if (typeof target !== "string" || target.trim() === "") return undefined;
  const url = URL.parse(target.trim(), base);
  return url === null ? undefined : { url: url.href };
}

function isTrue(value: Json | undefined): boolean {
  return !(
    value === undefined ||
    value === null ||
    value === false ||
    value === 0 ||
    value === "" ||
    value === "false"
  );
}
