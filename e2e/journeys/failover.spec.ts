import { expect, type Page, test } from "@playwright/test";
import { drawClip } from "../driver/draw-clip.ts";
import {
  card,
  createFlow,
  inspector,
  openNode,
  pasteDocument,
  publish,
  saved,
  setTemplated,
  showEverything,
} from "../driver/editor.ts";
import { type FailingApi, startFailingApi } from "../driver/failing-api.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let main: FailingApi;
let spare: FailingApi;

test.beforeAll(async () => {
  main = await startFailingApi("main");
  spare = await startFailingApi("spare");
  const allowed = `${main.host},${spare.host}`;
  product = await startProduct({ env: { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: allowed } });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await main?.stop();
  await spare?.stop();
});

const circuits = (page: Page) => page.getByRole("region", { name: "Hosts that do not answer" });

test("a flow goes on at its backup while its first choice is down, and goes back", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("an admin sets when a host is left alone", async () => {
    await page.goto("/connections");
    await press(page.getByRole("link", { name: "Alerts" }));
    await page.waitForURL("**/connections/alerts");
    await page.getByLabel("Leave it alone after").fill("3");
    await page.getByLabel("Try again after, in seconds").fill("2");
    await press(page.getByRole("button", { name: "Save" }));
    await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  });

  let hook = "";
  let flowId = "";
  await test.step("an editor names a backup address", async () => {
    flowId = await createFlow(page, "Order status", "empty");
    await pasteDocument(page, orderFlow(`${main.url}/orders/1042`));
    await showEverything(page);
    await openNode(page, "Get the order");
    await inspector(page).getByRole("tab", { name: "Settings" }).click();
    await setTemplated(page, "Backup address", spare.url);
    await inspector(page).getByRole("heading", { name: "Get the order" }).click();
    await saved(page);
    await expect(card(page, "Get the order").getByText("Has a backup")).toBeAttached();
    await publish(page);
    const answer = await page.request.get(`/api/ui/flows/${flowId}`);
    const { hooks } = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
    hook = `${product.baseUrl}/hooks/${hooks[0]?.hookId}`;
    expect(await call(hook)).toEqual({ by: "main", side: "primary" });
  });

  await test.step("it goes down: the run succeeds by the backup, and says so", async () => {
    main.down = true;
    expect(await call(hook)).toEqual({ by: "spare", side: "backup" });
    expect(spare.requests).toEqual(["GET /orders/1042"]);
    await page.goto("/runs");
    const run = page.getByRole("main").getByRole("listitem").first();
    await expect(run).toContainText("Done");
    await run.getByRole("link", { name: "Order status" }).click();
    await page.waitForURL(/\/flows\/.+\/runs\/.+/);
    await openNode(page, "Get the order");
    const panel = page.getByRole("list", { name: "Steps" });
    await expect(panel.getByRole("button", { name: /Get the order/ })).toContainText("backup");
    await panel.getByRole("button", { name: /Get the order/ }).click();
    await expect(page.getByText("Answered by the backup address").first()).toBeVisible();
    await expect(page.getByText(`${main.host} answered 503`).first()).toBeVisible();
  });

  await test.step("its circuit is open: it is left alone, and admins see that", async () => {
    const asked = main.requests.length;
    await page.goto("/connections");
    await expect(circuits(page).getByRole("heading", { name: main.host })).toBeVisible();
    await expect(circuits(page)).toContainText("Circuit open");
    await expect(circuits(page)).toContainText("3 failures in a row");
    await expect(
      page.getByRole("link", { name: /^Connections ?, 1 needs attention$/ }),
    ).toBeVisible();
    await page.goto("/queue");
    await expect(circuits(page).getByRole("heading", { name: main.host })).toBeVisible();
    expect(main.requests.length).toBe(asked);
  });

  await test.step("it is back: one request finds out, and it is used again", async () => {
    main.down = false;
    await expect(async () => {
      expect(await call(hook)).toEqual({ by: "main", side: "primary" });
    }).toPass({ timeout: 20_000 });
    await expect(circuits(page)).toBeHidden({ timeout: 10_000 });
  });

  await test.step("what admins were told is on record", async () => {
    await page.goto("/connections/alerts");
    const told = page.getByRole("listitem");
    await expect(
      told.filter({ hasText: `${main.host} does not answer as it should` }),
    ).toBeVisible();
    await expect(told.filter({ hasText: `${main.host} answers again` })).toBeVisible();
    await expect(told.first()).toContainText("Shown here only");
  });
});

test("an operator closes a circuit by hand", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const flowId = await createFlow(page, "Without a backup", "empty");
  await pasteDocument(page, orderFlow(`${spare.url}/orders/1042`));
  await publish(page);
  const answer = await page.request.get(`/api/ui/flows/${flowId}`);
  const { hooks } = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
  const hook = `${product.baseUrl}/hooks/${hooks[0]?.hookId}`;
  await page.goto("/connections/alerts");
  await page.getByLabel("Try again after, in seconds").fill("300");
  await press(page.getByRole("button", { name: "Save" }));
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();

  spare.down = true;
  expect((await fetch(hook, { method: "POST", body: "{}" })).status).toBe(502);
  const asked = spare.requests.length;
  const refused = await fetch(hook, { method: "POST", body: "{}" });
  expect(await refused.json()).toMatchObject({ code: "circuit_open" });
  const runs = await (await page.request.get(`/api/ui/runs?flowId=${flowId}`)).text();
  expect(runs).toContain("failed 3 times in a row; Patchbay tries again in 5 min");
  spare.down = false;
  expect(spare.requests.length).toBe(asked);

  await page.goto("/queue");
  await press(circuits(page).getByRole("button", { name: "Close the circuit" }));
  await expect(circuits(page)).toBeHidden();
  expect(await call(hook)).toEqual({ by: "spare", side: "" });
});

/** webhook → GET with three tries → answers by whom it was answered. */
function orderFlow(url: string): string {
  return drawClip(
    {
      hook: {
        type: "webhook-trigger",
        name: "Webhook",
        config: { respond: "result", methods: ["POST"] },
      },
      order: { type: "rest-api", name: "Get the order", config: { method: "GET", url } },
      answer: {
        type: "respond",
        name: "Answer",
        config: {
          bodyJson:
            '{"by": "{{ nodes.order.body.by }}", "side": "{{ nodes.order.answeredBy | default: "" }}"}',
        },
      },
    },
    ["hook -> order", "order -> answer"],
  );
}

async function call(hook: string): Promise<unknown> {
  const response = await fetch(hook, { method: "POST", body: "{}" });
  return await response.json();
}
