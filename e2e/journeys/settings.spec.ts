import { expect, type Page, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import {
  createFlow,
  editorReady,
  insertValue,
  openNode,
  publish,
  saved,
  setTemplated,
  unpublish,
} from "../driver/editor.ts";
import { exampleFlowPath } from "../driver/pages.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

/** A picture of one blue point. */
const logo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==",
  "base64",
);

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
});

async function chatPathOf(page: Page, flowPath: string): Promise<string> {
  const detail = await page.request.get(`/api/ui${flowPath}`);
  return `/chat/${((await detail.json()) as { slug: string }) /* FlowDetail */.slug}`;
}

test("visitors see the workspace's name, colour, logo and words", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const flowPath = await exampleFlowPath(page);
  const chatPath = await chatPathOf(page, flowPath);
  await page.goto("/settings");

  await test.step("an admin sets them", async () => {
    const save = (index: number) => page.getByRole("button", { name: "Save" }).nth(index);
    await page.getByLabel("Language of dates and numbers").fill("de-CH");
    await press(save(0));
    await expect(page.getByText("Saved.", { exact: true }).last()).toBeVisible();
    await page.getByLabel("Name of the chat").fill("Hafenküche");
    await page.getByLabel("Colour", { exact: true }).fill("#0a7d55");
    await save(1).click();
    await expect(save(1)).toBeDisabled();
    await page.getByLabel("In the empty message box").fill("Schreib uns");
    await page.getByLabel("On the Send button").fill("Los");
    await page.getByLabel("Where a chat is not published").fill("Wir öffnen um neun.");
    await save(2).click();
    await expect(save(2)).toBeDisabled();
    await page
      .getByLabel("Logo", { exact: true })
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: logo });
    await expect(page.getByAltText("The logo now")).toBeVisible();
    await page.getByLabel("Logo", { exact: true }).setInputFiles({
      name: "logo.png",
      mimeType: "image/png",
      buffer: Buffer.from("<svg onload='alert(1)'>"),
    });
    await expect(page.getByText("The logo must be a PNG, JPEG or WebP image.")).toBeVisible();
  });

  await test.step("the public chat shows them", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto(chatPath);
    await expect(visitor.getByRole("heading", { name: "Hafenküche" })).toBeVisible();
    await expect(visitor.locator("main")).toHaveAttribute("lang", "de-CH");
    const image = visitor.locator("header img");
    expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1);
    const input = visitor.getByPlaceholder("Schreib uns");
    await input.fill("Hallo");
    const button = visitor.getByRole("button", { name: "Los" });
    await expect(button).toHaveCSS("background-color", "rgb(10, 125, 85)");
    await press(button);
    await expect(messages(visitor)).toContainText("What name may I use?");
  });

  await test.step("a chat that is closed says when it opens", async () => {
    await page.goto(flowPath);
    await editorReady(page);
    await unpublish(page);
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto(chatPath);
    await expect(visitor.getByText("Wir öffnen um neun.")).toBeVisible();
  });
});

test("flows use the workspace's variables; a secret one is told to nobody", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/settings/variables");

  async function add(name: string, value: string, secret: boolean): Promise<void> {
    await press(page.getByRole("button", { name: "New variable" }));
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(name);
    if (secret) await dialog.getByRole("switch", { name: /^Secret/ }).click();
    await dialog.getByLabel("Value", { exact: true }).fill(value);
    await dialog.getByRole("button", { name: "Add variable" }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
  }
  await add("support_email", "help@harbour.example", false);
  await add("shop_key", "hunter2-hunter2", true);
  await expect(page.getByText("help@harbour.example")).toBeVisible();
  expect(await page.content()).not.toContain("hunter2");

  const flowId = await createFlow(page, "Contact", "chat");

  await test.step("the editor offers them, and warns of what would be told", async () => {
    await openNode(page, "Greet");
    await setTemplated(page, "Message", "Write to ");
    await insertValue(page, "Message", "support_email");
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText(" with {{ workspace.shop_key }}");
    await saved(page);
    await expect(page.getByText(/hands on the secret “shop_key”/).first()).toBeVisible();
    expect(await page.content()).not.toContain("hunter2");
  });

  await publish(page);

  await test.step("a visitor reads the value, and not the secret", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto(await chatPathOf(page, `/flows/${flowId}`));
    await say(visitor, "Hi");
    await expect(messages(visitor)).toContainText("What is your name?");
    await say(visitor, "Ann");
    await expect(messages(visitor)).toContainText("Write to help@harbour.example with [redacted]");
  });

  await test.step("the page says which flow uses it", async () => {
    await page.goto("/settings/variables");
    const row = page.getByRole("listitem").filter({ hasText: "support_email" });
    await expect(row).toContainText("Used by one flow");
    await row.getByRole("button", { name: "Delete support_email" }).click();
    await expect(page.getByRole("dialog")).toContainText("Contact (live)");
  });
});
