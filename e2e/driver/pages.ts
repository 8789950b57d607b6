import { globSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { repository } from "./start-product.ts";

/** The pages behind the navigation. */
export const signedInPages = [
  "/flows",
  "/conversations",
  "/runs",
  "/queue",
  "/connections",
  "/people",
  "/audit",
  "/settings",
  "/settings/variables",
  "/account",
] as const;

/**
 * Every route of the app, read from its files: "/flows/[flowId]". A page that is added is in here at
 * once, so a check over all pages cannot forget one.
 */
export function routesOfApp(): string[] {
  return globSync("**/page.tsx", { cwd: join(repository, "app") })
    .map((file) => {
      const parts = file.split(/[\\/]/).slice(0, -1);
      return `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
    })
    .sort();
}

/** Whether an address belongs to a route; a fixed part wins over a "[parameter]" elsewhere. */
export function routeOf(pathname: string, routes: readonly string[]): string | undefined {
  const given = pathname.split("/");
  return routes.find((route) => {
    const parts = route.split("/");
    // "[...rest]" stands for one part or more.
    const open = parts.at(-1)?.startsWith("[...") === true;
    return (
      (open ? parts.length <= given.length : parts.length === given.length) &&
      parts.every((part, index) => part === given[index] || /^\[.+\]$/.test(part))
    );
  });
}

/** The address of the example flow's editor. */
export async function exampleFlowPath(page: Page): Promise<string> {
  const answer = await page.request.get("/api/ui/flows");
  const flows = (await answer.json()) as { id: string; name: string }[] /* FlowSummary */;
  const example = flows.find((flow) => flow.name.startsWith("Example"));
  if (example === undefined) throw new Error("the example flow is gone");
  return `/flows/${example.id}`;
}

/** What to visit to have seen it all once. */
export async function pagesToVisit(page: Page): Promise<string[]> {
  return [...signedInPages, await exampleFlowPath(page)];
}
