import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { createFlow } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, owner, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

const entries = (page: Page) => page.getByRole("tabpanel").getByRole("listitem");

test("who answers for a workspace finds who did what, and takes it along", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Order status", "empty");
  await page.goto("/audit");
  const created = entries(page).filter({ hasText: "Order status" });
  const signedIn = entries(page).filter({ hasText: /signed in/i });

  await test.step("everything is there, the newest first", async () => {
    await expect(created.first()).toBeVisible();
    await expect(signedIn.first()).toBeVisible();
  });

  await test.step("a kind narrows it down, and the address keeps that", async () => {
    await page.getByLabel("Kind").selectOption("flow");
    await expect(signedIn).toHaveCount(0);
    await expect(created.first()).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Kind")).toHaveValue("flow");
    await expect(signedIn).toHaveCount(0);
  });

  await test.step("a search finds what it is about", async () => {
    const search = page.getByLabel("Search the log");
    await search.fill("no such thing");
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await press(page.getByRole("button", { name: "Clear the filters" }));
    await expect(signedIn.first()).toBeVisible();
    await search.fill("Order status");
    await expect(signedIn).toHaveCount(0);
    await expect(created.first()).toBeVisible();
  });

  await test.step("what matches is exported, and nothing else", async () => {
    await press(page.getByRole("button", { name: "Export what matches" }));
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "As JSON lines" }).click(),
    ]);
    const text = await readFile(await file.path(), "utf8");
    const lines = text.trim().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toContain("Order status");
    expect(text).not.toContain(owner.password);
  });

  await test.step("the export is on record itself", async () => {
    await page.goto("/audit");
    await expect(
      entries(page)
        .filter({ hasText: /export/i })
        .first(),
    ).toBeVisible();
  });
});
