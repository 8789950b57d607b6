import type { Page } from "playwright";
import { launchChromium } from "./chromium.ts";

export type Account = { email: string; password: string };

/** Signs in on the sign-in page and waits for the flows. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/flows");
}

/** A browser of its own with somebody signed in. Close it when done. */
export async function signedInBrowser(
  baseUrl: string,
  account: Account,
): Promise<{ page: Page; close: () => Promise<void> }> {
  const browser = await launchChromium();
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: 1280, height: 720 },
    // Nothing is caught halfway through a transition.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await signIn(page, account);
  return { page, close: () => browser.close() };
}
