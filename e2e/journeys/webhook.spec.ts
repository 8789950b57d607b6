import { expect, test } from "@playwright/test";
import { newConnection } from "../driver/connections.ts";
import {
  createFlow,
  inspector,
  openNode,
  pasteDocument,
  publish,
  saved,
  setTemplated,
  showEverything,
  templated,
  unpublish,
} from "../driver/editor.ts";
import { type OrderApi, startOrderApi } from "../driver/order-api.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";
import { webhookFlow } from "../figures/webhook-flow.ts";

const secret = "tok-5f1c9a7e3b2d4860";

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

test("a webhook answers with the flow's result, and only as it was published", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("an admin makes a connection", async () => {
    await page.goto("/connections");
    const dialog = await newConnection(page, "Bearer token");
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Order system");
    await dialog
      .getByLabel(/^Token/)
      .and(dialog.locator("input[type=password]"))
      .fill(secret);
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await expect(page.getByRole("heading", { name: "Order system" })).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  });

  let hook = "";
  await test.step("a flow uses it and is published", async () => {
    const flowId = await createFlow(page, "Order status", "empty");
    await pasteDocument(page, webhookFlow(`${api.url}/orders/1042`));
    await showEverything(page);
    await openNode(page, "Get the order");
    await inspector(page)
      .getByLabel("Connection", { exact: true })
      .selectOption({ label: "Order system (Bearer token)" });
    await saved(page);
    expect(await publish(page)).toBe(1);
    const answer = await page.request.get(`/api/ui/flows/${flowId}`);
    const { hooks } = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
    hook = `${product.baseUrl}/hooks/${hooks[0]?.hookId}`;
  });

  await test.step("it answers with its result", async () => {
    expect(await call(hook)).toEqual({
      status: 200,
      body: { ok: true, order: 1042, customer: "Ada" },
    });
    expect(api.authorizations).toEqual([`Bearer ${secret}`]);
  });

  await test.step("the run is recorded, the secret taken out", async () => {
    await page.goto("/runs");
    const run = page.getByRole("main").getByRole("listitem").first();
    await expect(run).toContainText("Done");
    await run.getByRole("link", { name: "Order status" }).click();
    await page.waitForURL(/\/flows\/.+\/runs\/.+/);
    await openNode(page, "Get the order");
    const output = inspector(page).getByRole("tree", { name: "Output" });
    await expect(output).toContainText("shipped");
    await expect(output).toContainText("sent");
    await expect(output).not.toContainText(secret);
    expect(await page.content()).not.toContain(secret);
    const runId = new URL(page.url()).pathname.split("/").at(-1);
    const stored = await page.request.get(`/api/ui/runs/${runId}`);
    expect(stored.status()).toBe(200);
    const text = await stored.text();
    expect(text).toContain("shipped");
    expect(text).not.toContain(secret);
  });

  await test.step("an edit does not reach callers before it is published", async () => {
    await page.getByRole("link", { name: "Open the flow" }).click();
    await page.waitForURL((url) => !url.pathname.includes("/runs/"));
    await showEverything(page);
    await openNode(page, "Answer");
    await setTemplated(page, "JSON", '{"edited": true}');
    await expect(templated(page, "JSON")).toContainText("edited");
    await saved(page);
    await expect(page.getByRole("banner").getByText("Changed", { exact: true })).toBeVisible();
    expect((await call(hook)).body).toEqual({ ok: true, order: 1042, customer: "Ada" });
    expect(await publish(page)).toBe(2);
    expect((await call(hook)).body).toEqual({ edited: true });
  });

  await test.step("bad input ends in a named error, and the next call is served", async () => {
    const malformed = await post(hook, '{"customer":');
    expect(malformed.status).toBe(400);
    const inside = JSON.stringify({ customer: { name: "Ada" }, text: "x".repeat(5_000_000) });
    expect((await post(hook, inside)).status).toBe(200);
    const tooLarge = await post(hook, JSON.stringify({ text: "x".repeat(6_000_000) }));
    expect(tooLarge.status).toBe(413);
    expect(await tooLarge.text()).toContain("larger than 5 MB");
    const lacking = await post(hook, "{}");
    expect(lacking.status, "a step that fails is the caller's answer too").toBe(502);
    expect((await call(hook)).body).toEqual({ edited: true });
  });

  await test.step("unpublished, it is gone", async () => {
    await unpublish(page);
    await expect(page.getByRole("banner").getByText("Draft", { exact: true })).toBeVisible();
    expect((await call(hook)).status).toBe(404);
  });
});

function post(hook: string, body: string): Promise<Response> {
  return fetch(hook, { method: "POST", headers: { "content-type": "application/json" }, body });
}

async function call(hook: string): Promise<{ status: number; body: unknown }> {
  const response = await post(hook, JSON.stringify({ customer: { name: "Ada" } }));
  return { status: response.status, body: await response.json() };
}
