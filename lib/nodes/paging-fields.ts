import type { Fields } from "./fields.ts";

const paged = { field: "paging", in: ["page", "offset", "cursor", "link", "next"] };

/** Settings for answers that come page by page; only the first is there until it is used. */
export const pagingFields: Fields = {
  paging: {
    kind: "select",
    label: "Further pages",
    options: [
      { value: "none", label: "Not fetched" },
      { value: "page", label: "By page number", help: "?page=2, until a page comes back empty." },
      { value: "offset", label: "By offset", help: "?offset=100, until a page comes back empty." },
      {
        value: "cursor",
        label: "By cursor",
        help: "A mark in each answer leads to the next page.",
      },
      { value: "link", label: "By Link header", help: 'As GitHub does it: rel="next".' },
      { value: "next", label: "By an address in the answer" },
    ],
    tab: "settings",
  },
  itemsPath: {
    kind: "text",
    label: "Items",
    help: "Where the list is in the answer. Empty: found by itself.",
    placeholder: "data.items",
    tab: "settings",
    showWhen: paged,
  },
  nextPath: {
    kind: "text",
    label: "Next page",
    help: "Where the cursor or the next address is in the answer.",
    placeholder: "paging.next",
    required: true,
    tab: "settings",
    showWhen: { field: "paging", in: ["cursor", "next"] },
  },
  pageParam: {
    kind: "text",
    label: "Parameter",
    help: "Which query parameter takes the number or the cursor. Empty: page, offset or cursor.",
    placeholder: "page",
    tab: "settings",
    showWhen: { field: "paging", in: ["page", "offset", "cursor"] },
  },
  pageFirst: {
    kind: "number",
    label: "First page",
    min: 0,
    tab: "settings",
    showWhen: { field: "paging", in: ["page"] },
  },
  offsetFirst: {
    kind: "number",
    label: "First offset",
    min: 0,
    tab: "settings",
    showWhen: { field: "paging", in: ["offset"] },
  },
  pageSize: {
    kind: "number",
    label: "Items on a page",
    help: "When a page has fewer, it is the last. 0: only an empty page is.",
    min: 0,
    max: 100_000,
    tab: "settings",
    showWhen: { field: "paging", in: ["page", "offset"] },
  },
  morePath: {
    kind: "text",
    label: "Only while the answer says",
    help: "A value in the answer that is true while there is more.",
    placeholder: "has_more",
    tab: "settings",
    showWhen: paged,
  },
  pagePauseMs: {
    kind: "number",
    label: "Pause between pages",
    unit: "ms",
    min: 0,
    max: 60_000,
    tab: "settings",
    showWhen: paged,
  },
  maxPages: limit("Pages at most", 1_000),
  maxItems: limit("Items at most", 100_000),
  maxMegabytes: limit("Data at most", 50, "MB"),
  maxSeconds: limit("Time for all pages", 450, "seconds"),
};

function limit(label: string, max: number, unit?: string): Fields[string] {
  const usual = { kind: "number" as const, label, min: 1, max };
  return { ...usual, ...(unit !== undefined && { unit }), tab: "settings", showWhen: paged };
}
