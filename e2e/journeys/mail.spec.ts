import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { linkIn, type MailBox, openMailBox } from "#lib/mail/testing/mail-box.ts";
import { signIn } from "../driver/browser.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, owner, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

const changed = "a-new-password-that-was-mailed";
const guest = { email: "grace@example.com", password: "a-long-password-for-guests" };

let box: MailBox;
let product: Product;

test.beforeAll(async () => {
  box = await openMailBox();
  product = await startProduct({ env: { ...ownerEnv, PATCHBAY_SMTP_URL: box.url } });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await box?.close();
});

test("an invitation arrives by mail, is sent again, and lets its reader in", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/people");
  await press(page.getByRole("button", { name: "Invite" }));
  await page.getByLabel("E-mail (optional)").fill(guest.email);
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(
    page.getByText(`The invitation is on its way to ${guest.email}.`, { exact: true }),
  ).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Invitation link" })).toHaveCount(0);
  const first = linkIn(await box.take(guest.email));
  expect(first).toContain(product.baseUrl);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Mailed.")).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await press(page.getByRole("button", { name: `Send again: ${guest.email}` }));
  const second = linkIn(await box.take(guest.email));
  const visitor = await visit(browser, product.baseUrl);
  await visitor.goto(first);
  await expect(visitor.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await visitor.goto(second);
  await visitor.getByLabel("Your name").fill("Grace");
  await visitor.getByLabel("Password", { exact: true }).fill(guest.password);
  await press(visitor.getByRole("button", { name: "Create account and join" }));
  await visitor.waitForURL("**/flows");
});

test("a forgotten password is replaced by the link in the mail, once", async ({ browser }) => {
  const page = await visit(browser, product.baseUrl);

  await test.step("the page says the same whether or not there is an account", async () => {
    for (const email of ["nobody@example.com", owner.email]) {
      await page.goto("/sign-in");
      await page.getByRole("link", { name: "Forgot your password?" }).click();
      await page.waitForURL("**/forgot");
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await page.getByLabel("E-mail").fill(email);
      await press(page.getByRole("button", { name: "Send the link" }));
      const said = page.getByRole("status").filter({ hasText: "Look into your mail" });
      await expect(said).toContainText(`If ${email} has an account`);
    }
  });

  const link = linkIn(await box.take(owner.email));
  expect(box.received.some(({ to }) => to.includes("nobody@example.com"))).toBe(false);

  await test.step("the link sets a new password", async () => {
    await page.goto(link);
    await page.getByLabel("New password").and(page.locator("input")).fill(changed);
    await press(page.getByRole("button", { name: "Set password" }));
    await expect(page.getByText("Your password is set")).toBeVisible();
    await signIn(page, { email: owner.email, password: changed });
    await expect(page.getByRole("heading", { name: "Flows" })).toBeVisible();
    // Pages that are open hear that they are signed out, and leave for the sign-in.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.goto(link);
    await expect(page.getByText("has been used already")).toBeVisible();
  });
});
