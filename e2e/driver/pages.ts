import type { Page } from "playwright";

/** Every page of the product, so that checks over all pages cannot forget one. */
export const signedInPages = ["/flows", "/runs", "/connections", "/account"] as const;

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
