import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, test } from "@playwright/test";
import { addNode, createFlow, inspector, openNode, setTemplated } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let shop: Server;
let origin = "";
const received: { method: string; path: string; body: string }[] = [];

const order = {
  type: "object",
  required: ["item", "count"],
  properties: {
    item: { type: "string", example: "Cup" },
    count: { type: "integer", minimum: 1 },
    speed: { type: "string", enum: ["slow", "fast"] },
  },
};
const json = { "application/json": { schema: order } };
/** What the shop's description asks for besides, by and by. */
let further: object[] = [];
const description = {
  openapi: "3.1.0",
  info: { title: "Corner shop", version: "1.0" },
  servers: [{ url: "/v1" }],
  paths: {
    "/shops/{shop}/orders": {
      post: {
        ...{ operationId: "addOrder", summary: "Place an order", tags: ["Orders"] },
        parameters: [{ name: "shop", in: "path", required: true, schema: { type: "string" } }],
        requestBody: { required: true, content: json },
        responses: { 201: { description: "The order", content: json } },
      },
    },
    "/shops": { get: { summary: "List shops", tags: ["Shops"], responses: {} } },
  },
};

function described(): string {
  const path = description.paths["/shops/{shop}/orders"];
  const parameters = [...path.post.parameters, ...further];
  const paths = {
    ...description.paths,
    "/shops/{shop}/orders": { post: { ...path.post, parameters } },
  };
  return JSON.stringify({ ...description, paths });
}

test.beforeAll(async () => {
  shop = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url: path = "" } = request;
    response.setHeader("content-type", "application/json");
    if (path === "/openapi.json") return response.end(described());
    received.push({ method, path, body });
    return response.writeHead(201).end('{"item":"Teapot","count":2}');
  }).listen(0, "127.0.0.1");
  await once(shop, "listening");
  const address = shop.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  const env = { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${address.port}` };
  product = await startProduct({ env });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  shop?.closeAllConnections();
  shop?.close();
});

test("a new user imports a system's description and calls it in a flow", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("the description is imported by its address", async () => {
    await createFlow(page, "First", "empty");
    await addNode(page, "Connect");
    await openNode(page, "Connect");
    await expect(inspector(page).getByText("There is none yet: “Import a system”")).toBeVisible();
    const link = inspector(page).getByRole("link", { name: /^Import a system/ });
    await page.goto((await link.getAttribute("href")) ?? "");
    await page.getByLabel("Address of the description").fill(`${origin}/openapi.json`);
    await press(page.getByRole("dialog").getByRole("button", { name: "Import" }));
    await expect(page.getByRole("heading", { name: "Corner shop" })).toBeVisible();
    await page.getByRole("searchbox", { name: "Search operations" }).fill("order place");
    await expect(page.getByText("Place an order")).toBeVisible();
    await expect(page.getByText("List shops")).toBeHidden();
  });

  await test.step("an operation is chosen and filled in", async () => {
    await createFlow(page, "Buy", "empty");
    await addNode(page, "Start by hand");
    await addNode(page, "Connect");
    await openNode(page, "Connect");
    await inspector(page).getByLabel("System").selectOption({ label: "Corner shop" });
    await press(inspector(page).getByRole("button", { name: /Choose an operation/ }));
    await page.getByPlaceholder("Search by name, path or topic").fill("order");
    await press(page.getByRole("option", { name: /Place an order/ }));
    await setTemplated(page, "shop", "north side");
    await setTemplated(page, "item", "Teapot");
    await expect(inspector(page).getByText("Needed before the flow can be published.")).toHaveCount(
      1,
    );
    await setTemplated(page, "count", "2");
    await press(inspector(page).getByRole("button", { name: "Show 1 optional field" }));
    await inspector(page).getByLabel("speed").selectOption("fast");
    await expect(inspector(page).getByText("Needed before the flow can be published.")).toHaveCount(
      0,
    );
  });

  await test.step("the flow calls it", async () => {
    await press(page.getByRole("button", { name: "Test", exact: true }));
    const panel = page.getByRole("region", { name: "Run", exact: true });
    await press(panel.getByRole("button", { name: /^Run/ }).first());
    await expect.poll(() => received.at(-1)?.path).toBe("/v1/shops/north%20side/orders");
    expect(received.at(-1)?.method).toBe("POST");
    expect(JSON.parse(received.at(-1)?.body ?? "")).toEqual({
      ...{ item: "Teapot", count: 2, speed: "fast" },
    });
  });

  await test.step("what the shop changes later is told, and taken over where it is used", async () => {
    further = [{ name: "currency", in: "query", required: true, schema: { type: "string" } }];
    const editor = page.url();
    await page.goto("/systems");
    await page.getByRole("link", { name: /Corner shop/ }).click();
    await press(page.getByRole("button", { name: "Refresh" }));
    await press(page.getByRole("button", { name: "Read again" }));
    await expect(page.getByRole("dialog")).toContainText("“currency”");
    await page.goto(editor);
    await press(page.getByRole("button", { name: /problems?$/ }));
    const problems = page.getByRole("region", { name: "Problems" });
    await expect(problems).toContainText("describes “Place an order” differently by now");
    await press(problems.getByRole("button", { name: "Show" }).first());
    await press(inspector(page).getByRole("button", { name: "Take the new description" }));
    await expect(problems).not.toContainText("differently by now");
    await expect(problems).toContainText("currency");
    await setTemplated(page, "currency", "EUR");
    await expect(problems).not.toContainText("currency");
  });
});
