import { expect, test } from "@playwright/test";
import { signIn } from "../driver/browser.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, owner, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

const changed = "another-long-password-for-journeys";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
});

test("a changed password ends every other session, and is the only one that signs in", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const elsewhere = await visitAsOwner(browser, product.baseUrl);

  async function change(current: string, next: string) {
    await page.getByLabel("Current password").and(page.locator("input")).fill(current);
    await page.getByLabel("New password").and(page.locator("input")).fill(next);
    await press(page.getByRole("button", { name: "Change password" }));
  }

  await test.step("a wrong current password and a weak new one change nothing", async () => {
    await page.goto("/account");
    await change("not-the-password", changed);
    const current = page.getByLabel("Current password").and(page.locator("input"));
    await expect(current).toHaveAttribute("aria-invalid", "true");
    await change(owner.password, "short");
    const next = page.getByLabel("New password").and(page.locator("input"));
    await expect(next).toHaveAttribute("aria-invalid", "true");
    await elsewhere.goto("/account");
    await expect(elsewhere.getByRole("button", { name: "Change password" })).toBeVisible();
  });

  await test.step("the right one changes it and keeps this browser signed in", async () => {
    await change(owner.password, changed);
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    await page.goto("/flows");
    await expect(page.getByRole("heading", { name: "Flows" })).toBeVisible();
  });

  await test.step("the other browser is signed out, and comes back to where it was", async () => {
    await elsewhere.goto("/runs?state=failed");
    await elsewhere.waitForURL("**/sign-in?next=*");
    expect(new URL(elsewhere.url()).searchParams.get("next")).toBe("/runs?state=failed");
  });

  await test.step("only the new one signs in", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto("/sign-in");
    await visitor.getByLabel("E-mail").fill(owner.email);
    await visitor.getByLabel("Password", { exact: true }).fill(owner.password);
    await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(visitor.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
    await signIn(visitor, { email: owner.email, password: changed });
    await expect(visitor.getByRole("heading", { name: "Flows" })).toBeVisible();
  });
});

test("the theme follows the system and the other tabs, until one is chosen", async ({
  browser,
}) => {
  const page = await visit(browser, product.baseUrl);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/sign-in");
  const shown = page.locator("html");
  await expect(shown).toHaveAttribute("data-theme", "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(shown).toHaveAttribute("data-theme", "dark");

  const other = await page.context().newPage();
  await other.emulateMedia({ colorScheme: "dark" });
  await other.goto(`${product.baseUrl}/sign-in`);
  await press(other.getByRole("button", { name: /Switch to light/ }));
  await expect(shown).toHaveAttribute("data-theme", "light");
  await page.emulateMedia({ colorScheme: "light" });
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(shown).toHaveAttribute("data-theme", "light");
});
