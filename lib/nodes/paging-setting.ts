import { z } from "zod";
import type { PagesPlan } from "#lib/http/paging/fetch-pages.ts";
import { numberSetting } from "./config-values.ts";

/** The settings behind `pagingFields`, for a node's own schema. */
export const pagingSettings = {
  paging: z.enum(["none", "page", "offset", "cursor", "link", "next"]).default("none"),
  itemsPath: z.string().max(500).default(""),
  pageParam: z.string().max(200).default(""),
  pageFirst: numberSetting({ min: 0, max: 1_000_000_000, fallback: 1 }),
  offsetFirst: numberSetting({ min: 0, max: 1_000_000_000, fallback: 0 }),
  pageSize: numberSetting({ min: 0, max: 100_000, fallback: 0 }),
  nextPath: z.string().max(500).default(""),
  morePath: z.string().max(500).default(""),
  maxPages: numberSetting({ min: 1, max: 1_000, fallback: 100 }),
  maxItems: numberSetting({ min: 1, max: 100_000, fallback: 10_000 }),
  maxMegabytes: numberSetting({ min: 1, max: 50, fallback: 10 }),
  maxSeconds: numberSetting({ min: 1, max: 450, fallback: 120 }),
  pagePauseMs: numberSetting({ min: 0, max: 60_000, fallback: 0 }),
};

const settings = z.object(pagingSettings);

/** What the settings ask for; undefined when one page is all. */
export function pagesPlan(config: z.infer<typeof settings>): PagesPlan | undefined {
  const { paging, pageFirst, offsetFirst } = config;
  if (paging === "none") return undefined;
  return { ...config, paging, pageFirst: paging === "offset" ? offsetFirst : pageFirst };
}
