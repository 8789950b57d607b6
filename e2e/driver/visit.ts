import type { Browser, Page } from "playwright";
import type { Account } from "./browser.ts";
import { signIn } from "./browser.ts";

/** The account that `ownerEnv` creates at the product's start. */
export const owner: Account = {
  email: "owner@example.com",
  password: "a-long-password-for-journeys",
};

/** The environment that makes the product create `owner` at its first start. */
export const ownerEnv = {
  PATCHBAY_ADMIN_EMAIL: owner.email,
  PATCHBAY_ADMIN_PASSWORD: owner.password,
};

/** What went wrong inside the visited pages since the last `endVisits`. */
let faults: string[] = [];

/** A page in a browser context of its own: another visitor, with no cookies and no motion. */
export async function visit(browser: Browser, baseUrl: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: { width: 1280, height: 720 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  context.on("weberror", (error) => faults.push(String(error.error())));
  context.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) faults.push(message.text());
  });
  return context.newPage();
}

/** The same with the owner signed in. */
export async function visitAsOwner(browser: Browser, baseUrl: string): Promise<Page> {
  const page = await visit(browser, baseUrl);
  await signIn(page, owner);
  return page;
}

/**
 * Closes every context that was opened, so that no forgotten page goes on polling. Throws when a page
 * threw an error that nothing caught, or broke the Content Security Policy.
 */
export async function endVisits(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
  const found = faults;
  faults = [];
  if (found.length > 0) throw new Error(`Pages went wrong:\n${found.join("\n")}`);
}
