import { expect, test } from "@playwright/test";
import { createFlow, inspector, openNode, pasteDocument, publish } from "../driver/editor.ts";
import { type OrderApi, startOrderApi } from "../driver/order-api.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";
import { webhookFlow } from "../figures/webhook-flow.ts";

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

test("runs are found again by their address, and run again with what they were given", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const name = "Order status";
  const flowId = await createFlow(page, name, "empty");
  await pasteDocument(page, webhookFlow(`${api.url}/orders/1042`));
  await publish(page);
  const detail = await page.request.get(`/api/ui/flows/${flowId}`);
  const { hooks } = (await detail.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
  const hook = `${product.baseUrl}/hooks/${hooks[0]?.hookId}`;
  const call = (body: object) =>
    fetch(hook, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await call({ customer: { name: "Ada" } })).status).toBe(200);
  expect((await call({})).status).toBe(502);

  const runs = page.getByRole("main").getByRole("listitem");
  const failed = runs.filter({ hasText: "Failed" });
  const done = runs.filter({ hasText: "Done" });

  await test.step("a filter is in the address, and lives through reload and way back", async () => {
    await page.goto("/runs");
    await expect(runs).toHaveCount(2);
    await page.getByLabel("State").selectOption("failed");
    await page.getByLabel("Search runs").fill("order");
    await page.waitForURL("**/runs?search=order&state=failed");
    await expect(runs).toHaveCount(1);
    await expect(failed).toContainText(/after \d[\d.]* m?s/);
    await page.reload();
    await expect(page.getByLabel("State")).toHaveValue("failed");
    await expect(page.getByLabel("Search runs")).toHaveValue("order");
    await expect(runs).toHaveCount(1);
    await failed.getByRole("link", { name }).click();
    await page.waitForURL(/\/flows\/.+\/runs\/.+/);
    await openNode(page, "Keep the status");
    const written = inspector(page).getByRole("definition").filter({ hasText: "customer.name" });
    await expect(written).toBeVisible();
    await page.goBack();
    await expect(page.getByLabel("State")).toHaveValue("failed");
    await page.getByRole("navigation").getByRole("link", { name: "Runs" }).first().click();
    await expect(page.getByLabel("State")).toHaveValue("");
    await expect(runs).toHaveCount(2);
  });

  await test.step("it runs again from the list, with the same input", async () => {
    await press(done.getByRole("button", { name: `More for this run of ${name}` }));
    await page.getByRole("menuitem", { name: "Run again" }).click();
    await expect(page.getByText(`“${name}” runs again with the same input.`).first()).toBeVisible();
    await expect(done).toHaveCount(2);
    expect(api.requests).toEqual(Array(3).fill("GET /orders/1042"));
    await done.first().getByRole("link", { name }).click();
    await page.waitForURL(/\/flows\/.+\/runs\/.+/);
    await openNode(page, "Keep the status");
    const given = inspector(page).getByRole("definition").filter({ hasText: "Ada" });
    await expect(given.first()).toBeVisible();
  });

  await test.step("and from its own page, which becomes the new run's", async () => {
    const before = page.url();
    await press(page.getByRole("button", { name: "Run again" }));
    await page.waitForURL((url) => url.href !== before && url.pathname.includes("/runs/"));
    await expect(page.getByText("Done", { exact: true }).first()).toBeVisible();
    await expect.poll(() => api.requests.length).toBe(4);
  });

  await test.step("an address that is none says so, and leads back", async () => {
    for (const path of ["/flows/nope", `/flows/${flowId}/runs/nope`, "/conversations/nope"]) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(
        page.getByRole("link", { name: /^(Go to the (flows|runs)|All conversations)$/ }),
      ).toBeVisible();
    }
    const answer = await page.request.get("/api/nope");
    expect(answer.status()).toBe(404);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
  });
});
