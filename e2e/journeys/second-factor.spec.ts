import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "../driver/browser.ts";
import { press } from "../driver/press.ts";
import {
  beginSecondFactor,
  codeOf,
  confirmSecondFactor,
  giveCode,
} from "../driver/second-factor.ts";
import { type Product, repository, startProduct } from "../driver/start-product.ts";
import { endVisits, owner, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
});

async function toSecondStep(page: Page, next = "/sign-in"): Promise<void> {
  await page.goto(next);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password", { exact: true }).fill(owner.password);
  await press(page.getByRole("button", { name: "Sign in", exact: true }));
  await expect(page.getByRole("heading", { name: "Your code" })).toBeVisible();
}

test("a second factor is turned on, asked for, survives a lost phone, and is turned off", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/account");
  const secret = await beginSecondFactor(page);
  const used = codeOf(secret);
  const recoveryCodes = await confirmSecondFactor(page, used);
  expect(recoveryCodes).toHaveLength(10);
  await page.getByRole("button", { name: "I have kept them" }).click();

  await test.step("signing in asks for a code, and a used one does not do", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await toSecondStep(visitor, "/runs");
    // Not signed in by the password alone.
    expect((await visitor.request.get("/api/ui/account")).status()).toBe(401);
    await giveCode(visitor, used);
    await expect(visitor.getByText("The code is wrong, or was used already.")).toBeVisible();
    // The next code is good half a minute early.
    await giveCode(visitor, codeOf(secret, 1));
    await visitor.waitForURL("**/runs");
  });

  await test.step("a recovery code does it too, once", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await toSecondStep(visitor);
    await giveCode(visitor, (recoveryCodes[0] ?? "").toLowerCase());
    await visitor.waitForURL("**/flows");
    await page.reload();
    await expect(page.getByText("9 of your recovery codes are unused")).toBeVisible();
  });

  await test.step("it is turned off with the password, and asked for no more", async () => {
    await press(page.getByRole("button", { name: "Turn off" }));
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Your password").fill("not the password");
    await dialog.getByRole("button", { name: "Turn off" }).click();
    await expect(dialog.getByText("The password is wrong.")).toBeVisible();
    await dialog.getByLabel("Your password").fill(owner.password);
    await dialog.getByRole("button", { name: "Turn off" }).click();
    await expect(page.getByRole("button", { name: "Turn on" })).toBeVisible();
    const visitor = await visit(browser, product.baseUrl);
    await signIn(visitor, owner);
  });
});

test("a workspace asks everybody for one: members are led to set it up", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const member = await visit(browser, product.baseUrl);

  await test.step("a member joins", async () => {
    await page.goto("/people");
    await press(page.getByRole("button", { name: "Invite" }));
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue();
    await member.goto(link);
    await member.getByLabel("Your name").fill("Eddie");
    await member.getByLabel("E-mail").fill("eddie@example.com");
    await member.getByLabel("Password", { exact: true }).fill("a-long-password-for-editors");
    await press(member.getByRole("button", { name: "Create account and join" }));
    await member.waitForURL("**/flows");
  });

  await test.step("the owner, who has one, asks it of everybody", async () => {
    await page.goto("/account");
    await confirmSecondFactor(page, codeOf(await beginSecondFactor(page)));
    await page.goto("/settings");
    await press(page.getByRole("switch", { name: /^Everybody needs/ }));
    await expect(
      page.getByText("Everybody needs a second factor now.", { exact: true }),
    ).toBeVisible();
  });

  await test.step("the member reaches nothing but the account, until it is set up", async () => {
    await member.goto("/flows");
    await member.waitForURL("**/account#second-factor");
    expect((await member.request.get("/api/ui/flows")).status()).toBe(403);
    await confirmSecondFactor(member, codeOf(await beginSecondFactor(member)));
    await member.goto("/flows");
    await expect(member.getByRole("heading", { name: "Flows" })).toBeVisible();
  });

  await test.step("the owner takes a lost one away, and so does the server's command", async () => {
    await page.goto("/people");
    await press(page.getByRole("button", { name: "More for Eddie" }));
    await page.getByRole("menuitem", { name: "Reset the second factor" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await expect(
      page.getByText("Eddie signs in without a second factor now.", { exact: true }),
    ).toBeVisible();
    await member.goto("/flows");
    await member.waitForURL("**/account#second-factor");
    const { stdout } = await promisify(execFile)(
      "node_modules/.bin/node",
      ["lib/server/cli.ts", "account", "reset-second-factor", owner.email],
      { cwd: repository, env: { ...process.env, PATCHBAY_DATA_DIR: product.dataDir } },
    );
    expect(stdout).toContain(`${owner.email} signs in without a second factor now.`);
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto("/sign-in");
    await visitor.getByLabel("E-mail").fill(owner.email);
    await visitor.getByLabel("Password", { exact: true }).fill(owner.password);
    await press(visitor.getByRole("button", { name: "Sign in", exact: true }));
    await visitor.waitForURL("**/account#second-factor");
  });
});
