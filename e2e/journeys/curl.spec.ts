import { expect, test } from "@playwright/test";
import {
  addNode,
  card,
  createFlow,
  inspector,
  openNode,
  pasteText,
  saved,
  templated,
} from "../driver/editor.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

const command = `curl -X PATCH 'https://api.example.com/v1/orders?expand=lines' \\
  -H 'Authorization: Bearer tok-abc-123456' \\
  -H 'X-Version: 2' \\
  --json '{"paid": true}' -k`;

test("a pasted command fills the step, its token becomes a connection, and copies come without it", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const flowId = await createFlow(page, "From documentation", "empty");
  await addNode(page, "REST API");
  await openNode(page, "REST API");
  const panel = inspector(page);
  await panel.getByRole("button", { name: "Paste cURL" }).click();
  const dialog = page.getByRole("dialog", { name: "Paste a command for curl" });
  await dialog.getByRole("textbox", { name: "Command" }).fill(command);
  await expect(dialog).toContainText("PATCH https://api.example.com/v1/orders");
  await expect(dialog).toContainText("It signs in with a bearer token");
  await expect(dialog).toContainText("Patchbay checks every server's certificate");
  await expect(dialog.getByRole("radio", { name: /Keep it as a new connection/ })).toBeChecked();
  await dialog.getByLabel("The connection's name").fill("Orders API");
  await dialog.getByRole("button", { name: "Fill the step" }).click();
  await expect(dialog).toBeHidden();

  await expect(templated(page, "Address")).toHaveText("https://api.example.com/v1/orders");
  await expect(panel.getByRole("combobox", { name: "Method" })).toHaveValue("PATCH");
  await expect(panel.getByRole("combobox", { name: "Connection" })).toContainText("Orders API");
  await saved(page);
  const stored = await page.request.get(`/api/ui/flows/${flowId}`);
  expect(await stored.text()).not.toContain("tok-abc");

  await panel.getByRole("button", { name: "Copy as cURL" }).click();
  await expect(page.getByText("Copied as a command for curl.", { exact: true })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("curl -X PATCH 'https://api.example.com/v1/orders?expand=lines'");
  expect(copied).toContain("Bearer YOUR_TOKEN");
  expect(copied).not.toContain("tok-abc");
});

test("a command pasted onto the canvas makes a step, and asks only when there is something to decide", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Onto the canvas", "empty");
  await pasteText(page, "curl https://api.example.com/v1/items -H 'Accept: application/json'");
  await expect(card(page, "REST API")).toContainText("api.example.com/v1/items");
  await saved(page);

  await pasteText(page, "curl -u ada:secret-password https://api.example.com/private");
  const dialog = page.getByRole("dialog", { name: "Paste a command for curl" });
  await dialog.getByRole("radio", { name: /Leave it out/ }).click();
  await dialog.getByRole("button", { name: "Add the step" }).click();
  await expect(card(page, "REST API 2")).toContainText("api.example.com/private");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(card(page, "REST API 2")).toHaveCount(0);
});
