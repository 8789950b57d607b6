import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import { createFlow, publish, saved } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

type Shop = { origin: string; stop(): Promise<void> };

let product: Product;
let shop: Shop;
let stranger: Shop;
let slug = "";

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
  const page = () =>
    `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
     <script src="${product.baseUrl}/chat/widget.js" data-flow="${slug}" data-label="Help" defer></script>`;
  // Another origin of the same site: this browser keeps nothing for frames of another site.
  shop = await startShop("localhost", page);
  stranger = await startShop("127.0.0.1", page);
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await shop?.stop();
  await stranger?.stop();
  await product?.stop();
});

test("the chat works on a website that the flow allows, and on no other", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);

  await test.step("publish a chatbot for one website", async () => {
    const flowId = await createFlow(page, "Shop help", "chat");
    await press(page.getByRole("button", { name: "Flow settings" }));
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Chat page", { exact: true }).click();
    const websites = dialog.getByRole("textbox", { name: "Websites that may embed it" });
    await websites.fill(shop.origin);
    await websites.press("Enter");
    await expect(dialog.getByText(shop.origin)).toBeVisible();
    await page.keyboard.press("Escape");
    await saved(page);
    await publish(page);
    const detail = await page.request.get(`/api/ui/flows/${flowId}`);
    slug = ((await detail.json()) as { slug: string }) /* FlowDetail */.slug;
  });

  await test.step("a visitor of that website chats, also after a reload", async () => {
    const visitor = await visit(browser, shop.origin);
    await visitor.goto("/");
    const frame = visitor.frameLocator("iframe");
    await visitor.getByRole("button", { name: "Open Help" }).click();
    const chat = frame.getByRole("log", { name: "Messages" });
    const input = frame.getByRole("textbox", { name: "Your message" });
    await input.fill("Hi");
    await input.press("Enter");
    await expect(chat).toContainText("What is your name?");
    await visitor.reload();
    await visitor.getByRole("button", { name: "Open Help" }).click();
    await expect(chat).toContainText("What is your name?");
    await input.fill("Ada");
    await input.press("Enter");
    await expect(chat).toContainText("Nice to meet you, Ada.");
    await visitor.getByRole("button", { name: "Close Help" }).click();
    await expect(visitor.locator("iframe")).toBeHidden();
  });

  await test.step("another website gets no frame and no answer", async () => {
    // A context of its own: the refused frame is told on its console, which `visit` would count.
    const context = await browser.newContext({ baseURL: stranger.origin });
    const visitor = await context.newPage();
    await visitor.goto("/");
    await visitor.getByRole("button", { name: "Open Help" }).click();
    await expect
      .poll(() => visitor.frames().some((each) => each.url().startsWith("chrome-error:")))
      .toBe(true);
    await expect(visitor.getByText("This chat cannot be shown on this website.")).toBeVisible();
    await expect(visitor.locator("iframe")).toHaveCount(0);
    const direct = await fetch(`${product.baseUrl}/chat/api/${slug}/conversations`, {
      method: "POST",
      headers: { origin: stranger.origin, "content-type": "application/json" },
      body: "{}",
    });
    expect(direct.status).toBe(403);
    expect(await direct.json()).toMatchObject({ code: "origin_refused" });
    expect(direct.headers.get("x-content-type-options")).toBe("nosniff");
    await context.close();
  });

  await test.step("the page of its own still works, and one that is not there says so", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto(`/chat/${slug}`);
    await say(visitor, "Hi");
    await expect(messages(visitor)).toContainText("What is your name?");
    const missing = await visitor.goto("/chat/nope");
    expect(missing?.status()).toBe(404);
    expect(await missing?.text()).toMatch(/<html lang="en".*This chat is not available/s);
  });
});

/** A website with one page, on an origin of its own. */
async function startShop(name: string, page: () => string): Promise<Shop> {
  const server = createServer((request, response) => {
    const isPage = request.url === "/";
    response.writeHead(isPage ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(isPage ? page() : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    origin: `http://${name}:${address.port}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
