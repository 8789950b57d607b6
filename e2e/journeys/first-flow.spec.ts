import { expect, test } from "@playwright/test";
import { signIn } from "../driver/browser.ts";
import { messages, say } from "../driver/chat.ts";
import {
  addNode,
  card,
  connect,
  createFlow,
  dragNode,
  insertValue,
  inspector,
  line,
  lines,
  openNode,
  outlet,
  publish,
  saved,
  setTemplated,
  showEverything,
} from "../driver/editor.ts";
import { type OrderApi, startOrderApi } from "../driver/order-api.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, owner, visit } from "../driver/visit.ts";

let product: Product;
let api: OrderApi;

test.beforeAll(async () => {
  api = await startOrderApi();
  product = await startProduct({ env: { PATCHBAY_EGRESS_ALLOW: api.host } });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await api?.stop();
});

test("from the first visit to a published chatbot that calls an API", async ({ browser }) => {
  const page = await visit(browser, product.baseUrl);
  const name = "Where is my order?";

  await test.step("the first visit leads to the set-up and makes the account", async () => {
    await page.goto("/");
    await page.waitForURL("**/setup");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByLabel("Workspace name").fill("Analytical Engines");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL("**/flows");
    await expect(page.getByRole("link", { name: /^Example/ })).toBeVisible();
  });

  await test.step("draw the flow", async () => {
    await createFlow(page, name, "empty");
    await dragNode(page, "Chat message", { x: 60, y: 60 });
    await dragNode(page, "Ask question", { x: 400, y: 90 });
    await showEverything(page);
    await connect(page, "Chat message", "Then", "Ask question");
    await expect(line(page, "Chat message", "Ask question")).toBeAttached();

    await test.step("a click on an outlet asks what comes next", async () => {
      await outlet(page, "Ask question", "Answered").click();
      const picker = page.getByRole("dialog", { name: "Add next" });
      await picker.getByRole("combobox", { name: "Search nodes" }).fill("rest");
      await picker.getByRole("combobox", { name: "Search nodes" }).press("Enter");
      await expect(line(page, "Ask question", "REST API")).toBeAttached();
    });

    await test.step("Enter in the palette adds after the selected step", async () => {
      await addNode(page, "Condition");
      await expect(line(page, "REST API", "Condition")).toBeAttached();
    });

    await showEverything(page);
    await dragNode(page, "Send message", { x: 300, y: 500 });
    await showEverything(page);
    await connect(page, "Condition", "Yes", "Send message");
    await expect(lines(page)).toHaveCount(4);
    await saved(page);
  });

  await test.step("set the steps up", async () => {
    await openNode(page, "Ask question");
    await setTemplated(page, "Question", "Which order number?");
    await inspector(page).getByLabel("Answer", { exact: true }).selectOption("number");
    await inspector(page).getByLabel("Save answer as").fill("order");

    await openNode(page, "REST API");
    await setTemplated(page, "Address", `${api.url}/orders/`);
    await insertValue(page, "Address", "order");
    await expect(inspector(page).getByText(`${api.host}/orders/`)).toBeVisible();

    await openNode(page, "Condition");
    await insertValue(page, "Rule 1: Value", "status", "open");
    await setTemplated(page, "Rule 1: Compared with", "shipped");

    await openNode(page, "Send message");
    await setTemplated(
      page,
      "Message",
      "Order {{ vars.order }} is on its way to {{ nodes.rest_api.body.city }}.",
    );
    await saved(page);
  });

  await test.step("test it in the chat preview", async () => {
    await page.getByRole("banner").getByRole("button", { name: "Test" }).click();
    await say(page, "Hello");
    await expect(messages(page)).toContainText("Which order number?");
    await expect(card(page, "Ask question")).toContainText("Waiting for a reply");
    await say(page, "1042");
    await expect(messages(page)).toContainText("Order 1042 is on its way to Berlin.");
    expect(api.requests).toEqual(["GET /orders/1042"]);
  });

  await test.step("the canvas shows the path, each step its input, output and duration", async () => {
    for (const step of ["Ask question", "REST API", "Condition", "Send message"]) {
      await expect(card(page, step)).toContainText(/Ran in <?[\d.,]+ m?s/);
    }
    await expect(page.locator(".flow-edge-taken")).toHaveCount(4);

    await page
      .getByRole("region", { name: "Chat preview" })
      .getByRole("button", { name: "Run" })
      .click();
    const panel = page.getByRole("region", { name: "Run" });
    const steps = panel.getByRole("list", { name: "Steps" }).getByRole("button");
    await expect(steps).toHaveCount(5);
    await steps.filter({ hasText: "REST API" }).click();
    await expect(steps.filter({ hasText: "REST API" })).toContainText(/\d m?s/);
    await expect(panel.getByRole("tree", { name: "output" })).toContainText("shipped");
    await panel.getByText("Input", { exact: true }).click();
    const address = panel.getByRole("term").filter({ hasText: /^(URL|Address)$/ });
    await expect(address.locator("xpath=following-sibling::dd")).toContainText("/orders/1042");
    await panel.getByRole("button", { name: "Show as recorded" }).click();
    await expect(panel.getByRole("tree", { name: "input" })).toContainText("/orders/1042");
    await panel.getByRole("button", { name: "Close the panel" }).click();
  });

  let chatAddress = "";
  await test.step("publish it", async () => {
    expect(await publish(page)).toBe(1);
    await expect(page.getByRole("banner").getByText("Live", { exact: true })).toBeVisible();
    await page.getByRole("banner").getByRole("button", { name: "Publish" }).click();
    const link = page.getByRole("dialog", { name: "Publish" }).getByRole("link");
    chatAddress = (await link.getAttribute("href")) ?? "";
    expect(chatAddress).toContain("/chat/");
    await page.keyboard.press("Escape");
  });

  await test.step("a visitor talks to it on the public page, also after a reload", async () => {
    const visitor = await visit(browser, product.baseUrl);
    await visitor.goto(chatAddress);
    await say(visitor, "Hi");
    await expect(messages(visitor)).toContainText("Which order number?");
    await visitor.reload();
    await expect(messages(visitor)).toContainText("Which order number?");
    await say(visitor, "no idea");
    await expect(messages(visitor).getByText("Which order number?")).toHaveCount(1);
    await say(visitor, "1042");
    await expect(messages(visitor)).toContainText("Order 1042 is on its way to Berlin.");
    await visitor.reload();
    await expect(messages(visitor)).toContainText("Order 1042 is on its way to Berlin.");
    await visitor.context().close();
  });

  await test.step("the run is found, and opens on the canvas as it was", async () => {
    await page.goto("/runs");
    await page.getByLabel("Live or test").selectOption("live");
    const runs = page.getByRole("main").getByRole("listitem");
    await expect(runs).toHaveCount(1);
    await expect(runs.first()).toContainText("Done");
    await runs.first().getByRole("link", { name }).click();
    await page.waitForURL(/\/flows\/.+\/runs\/.+/);
    await expect(page.getByRole("banner")).toContainText("Live run of version 1");
    await expect(page.locator(".flow-edge-taken")).toHaveCount(4);
    await openNode(page, "REST API");
    await expect(inspector(page).getByRole("tree", { name: "Output" })).toContainText("shipped");
    await expect(
      inspector(page).getByRole("definition").filter({ hasText: "/orders/1042" }),
    ).toBeVisible();
  });

  await test.step("sign out and in again", async () => {
    await page.goto("/account");
    await press(page.getByRole("button", { name: "Sign out", exact: true }));
    await page.waitForURL("**/sign-in");
    await page.goto("/flows");
    await page.waitForURL("**/sign-in**");
    await signIn(page, owner);
    await expect(page.getByRole("link", { name })).toBeVisible();
  });
});
