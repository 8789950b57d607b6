import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import {
  card,
  createFlow,
  editorReady,
  inspector,
  openNode,
  publish,
  saved,
} from "../driver/editor.ts";
import { type OrderApi, startOrderApi } from "../driver/order-api.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let api: OrderApi;

test.beforeAll(async () => {
  api = await startOrderApi();
  product = await startProduct({ env: { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: api.host } });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await api?.stop();
});

test("from a template to a chatbot that answers, through what it asks for", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("the new flow's dialog leads to the templates, which can be searched", async () => {
    await page.goto("/flows");
    await page.getByRole("button", { name: "New flow" }).click();
    await page.getByRole("link", { name: "start from a template" }).click();
    await page.waitForURL("**/templates");
    await page.getByRole("searchbox", { name: "Search templates" }).fill("order");
    await expect(page.getByRole("heading", { level: 2, name: "Order status" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 2, name: "Feedback survey" })).toBeHidden();
    await page.getByRole("link", { name: "Order status" }).click();
  });

  await test.step("it shows what it is, and says what is missing", async () => {
    await expect(page.getByRole("img", { name: /Ask for the order number/ })).toBeVisible();
    const address = page.getByLabel("Address of your shop's API");
    await press(page.getByRole("button", { name: "Create the flow" }));
    const alert = page.locator("form").getByRole("alert");
    await expect(alert).toContainText("is missing");
    await address.fill("my shop");
    await page.getByRole("button", { name: "Create the flow" }).click();
    await expect(alert).toContainText("no web address");
    await address.fill(api.url);
    await page.getByLabel("Name of the flow").fill("Where is it?");
  });

  await test.step("a connection that is made in another tab is there, and nothing typed is lost", async () => {
    const [other] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("link", { name: /^Make one/ }).click(),
    ]);
    const dialog = other.getByRole("dialog");
    await press(dialog.getByRole("button", { name: /^API key in a header/ }));
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("The shop");
    await dialog.getByLabel(/^Header/).fill("X-Key");
    await dialog.locator("input[type=password]").fill("k-1234567");
    await dialog.getByLabel(/^Only for these hosts/).fill(api.host);
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await expect(other.getByRole("heading", { name: "The shop" })).toBeVisible();
    await other.close();
    // Headless, every tab counts as seen: it does not hear that somebody has come back to it.
    await page.evaluate(() =>
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true })),
    );
    await page.getByLabel("Connection: Your shop").selectOption({ label: "The shop" });
    await expect(page.getByLabel("Name of the flow")).toHaveValue("Where is it?");
    await page.getByRole("button", { name: "Create the flow" }).click();
    await page.waitForURL(/\/flows\/[^/]+$/);
    await editorReady(page);
  });

  await test.step("the flow is an ordinary one: it is changed, tried and published", async () => {
    await openNode(page, "Look up the order");
    await expect(page.getByText(`${api.url.slice(7)}/orders/`).first()).toBeVisible();
    await inspector(page).getByRole("tab", { name: "Settings" }).click();
    await expect(
      inspector(page).getByText(/Made from the template Order status.*version 1/),
    ).toBeVisible();
    await page.getByRole("button", { name: "Open the chat preview" }).click();
    await say(page, "hello");
    await expect(messages(page)).toContainText("What is your order number?");
    await say(page, "1042");
    await expect(messages(page)).toContainText("order 1042 is on its way to you");
    expect(api.requests).toEqual(["GET /orders/1042"]);
    expect(await publish(page)).toBe(1);
  });
});

test("steps go into a flow, and steps of a flow become a template that travels", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("the palette's templates put steps into the flow, set up", async () => {
    await createFlow(page, "With steps", "chat");
    await page.getByRole("button", { name: "Templates", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("searchbox").fill("mark");
    await dialog.getByRole("button", { name: /Ask for a mark/ }).click();
    await dialog.getByLabel("The question").fill("How was it, 1 to 5?");
    await dialog.getByRole("button", { name: "Put into the flow" }).click();
    await expect(dialog).toBeHidden();
    await expect(card(page, "Ask for a mark")).toBeVisible();
    await saved(page);
  });

  await test.step("what is selected becomes a template", async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("save as");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Save as template" });
    await expect(dialog.getByText("4 selected steps")).toBeVisible();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("alert")).toContainText("Give the template a name");
    await dialog.getByLabel("Name").fill("Our survey");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(
      page.getByText("“Our survey” is among the templates.", { exact: true }),
    ).toBeVisible();
  });

  await test.step("it is downloaded, deleted and read in again", async () => {
    await page.goto("/templates?search=survey");
    await page.getByRole("link", { name: "Our survey" }).click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const file = await (await downloading).path();
    expect(JSON.parse(await readFile(file, "utf8")).patchbay).toBe("template");
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.waitForURL("**/templates");
    await expect(page.getByRole("link", { name: "Our survey" })).toBeHidden();
    await page.getByLabel("Template file").setInputFiles({
      ...{ name: "no.json", mimeType: "application/json", buffer: Buffer.from("{}") },
    });
    await expect(
      page.getByText("This file is no template that Patchbay can read.", { exact: true }),
    ).toBeVisible();
    await page.getByLabel("Template file").setInputFiles(file);
    await expect(page.getByRole("heading", { level: 1, name: "Our survey" })).toBeVisible();
  });
});
