import { expect, type Page, test } from "@playwright/test";
import { messages, say } from "../driver/chat.ts";
import { drawClip } from "../driver/draw-clip.ts";
import {
  addNode,
  canvasAtRest,
  card,
  createFlow,
  editorReady,
  inspector,
  line,
  openNode,
  pasteDocument,
  saved,
  setTemplated,
  typeTemplated,
} from "../driver/editor.ts";
import { exampleFlowPath } from "../driver/pages.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

test("a step is tested by itself with samples and pins, and run from there on", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "One step", "webhook");

  await test.step("a sample stands in for a run that never was", async () => {
    await openData(page, "Answer");
    await inspector(page).getByRole("button", { name: "Test this step" }).click();
    await expect(steps(page)).toHaveText([/Answer/]);
    await expect(runPanel(page).getByText("Done").first()).toBeVisible();
  });

  await test.step("a value that nothing has is named", async () => {
    await openNode(page, "Webhook");
    await addNode(page, "Set variables");
    await expect(line(page, "Set variables", "Answer")).toBeAttached();
    await openNode(page, "Set variables");
    await inspector(page).getByRole("tab", { name: "Setup" }).click();
    await inspector(page).getByPlaceholder("total").fill("colour");
    await setTemplated(page, "Variable 1: Value", "{{ trigger.body.colour }}");
    await openData(page, "Set variables");
    await inspector(page).getByRole("button", { name: "Test this step" }).click();
    await expect(
      page.getByText("“body.colour” of the trigger", { exact: false }).first(),
    ).toBeVisible();
  });

  await test.step("a pinned output has it", async () => {
    await openData(page, "Webhook");
    await inspector(page).getByRole("button", { name: "Pin an output" }).click();
    const dialog = page.getByRole("dialog", { name: "Pin the output of “Webhook”" });
    await dialog.getByRole("textbox").fill('{ "body": { "colour": "teal" } }');
    await dialog.getByRole("button", { name: "Pin", exact: true }).click();
    await openData(page, "Set variables");
    await inspector(page).getByRole("button", { name: "Test this step" }).click();
    await expect(steps(page).last()).toHaveText(/Set variables/);
    await expect(runPanel(page)).toContainText("teal");
  });

  await test.step("run from here goes on to the end", async () => {
    await steps(page).filter({ hasText: "Set variables" }).getByRole("button").click();
    await runPanel(page).getByRole("button", { name: "Run from here" }).click();
    await expect(steps(page).last()).toHaveText(/Answer/);
    await expect(steps(page).filter({ hasText: "Set variables" })).toBeVisible();
    await expect(runPanel(page).getByText("Done").first()).toBeVisible();
  });
});

test("a step that talks to a visitor is tested in a conversation", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Talk", "chat");
  await openData(page, "Greet");
  await inspector(page).getByRole("button", { name: "Test this step" }).click();
  await expect(page.getByRole("region", { name: "Chat preview" })).toBeVisible();
  await say(page, "Hi");
  await expect(messages(page)).toContainText("What is your name?");
  await say(page, "Ada");
  await expect(messages(page)).toContainText("Nice to meet you, Ada.");

  await test.step("which says why nothing follows, and leads there", async () => {
    const note = messages(page).getByText("nothing is connected to its “Done” outlet");
    await expect(note).toBeVisible();
    await note.getByRole("button", { name: "Greet" }).click();
    await expect(inspector(page).getByRole("heading", { name: "Greet" })).toBeVisible();
  });
});

test("what is written before the preview is open is sent once it is", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Early", "chat");
  const opening = Promise.withResolvers<void>();
  await page.route(/\/flows\/[^/]+$/, async (route) => {
    if (route.request().method() === "POST") await opening.promise;
    await route.fallback();
  });
  await page.getByRole("button", { name: "Open the chat preview" }).click();
  await say(page, "Hi");
  opening.resolve();
  await expect(messages(page)).toContainText("What is your name?");
});

test("the canvas follows a test, over its waits, until somebody else moves it", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Followed", "empty");
  const pause = (name: string) => ({
    ...{ type: "delay", name },
    config: { amount: 1, unit: "seconds" },
  });
  await pasteDocument(
    page,
    drawClip(
      {
        start: { type: "manual-trigger", name: "Start" },
        one: pause("Pause one"),
        two: { type: "merge", name: "Go on" },
        three: { type: "merge", name: "Further on" },
        four: pause("Pause two"),
        end: { type: "stop", name: "Over" },
      },
      ["start -> one", "one -> two", "two -> three", "three -> four", "four -> end"],
    ),
  );
  await page.reload();
  await editorReady(page);
  await expectInside(page, "Start");
  const testButton = page.getByRole("banner").getByRole("button", { name: "Test", exact: true });
  await testButton.click();
  await expect(runPanel(page).getByText("6 steps in", { exact: false })).toBeVisible();
  await expectInside(page, "Over");

  await testButton.click();
  await expect(card(page, "Pause one")).toContainText("Waiting");
  await page.getByRole("region", { name: "Canvas" }).hover();
  await page.mouse.wheel(0, 40);
  await canvasAtRest(page);
  const view = () => page.locator(".react-flow__viewport").getAttribute("style");
  const before = await view();
  await expect(runPanel(page).getByText("6 steps in", { exact: false })).toBeVisible();
  await canvasAtRest(page);
  expect(await view()).toBe(before);
});

test("a test that goes through a long loop leaves the editor at hand", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Long loop", "empty");
  const items = JSON.stringify(Array.from({ length: 1_000 }, (_, index) => index));
  const kept = (name: string) => ({
    ...{ type: "set-variables", name },
    config: { variables: [{ name: "item", type: "text", value: "{{ loop.item }}" }] },
  });
  await pasteDocument(
    page,
    drawClip(
      {
        start: { type: "manual-trigger", name: "Start" },
        each: { type: "for-each", name: "Every item", config: { list: items } },
        first: kept("Keep it"),
        second: kept("Keep it again"),
      },
      ["start -> each", "each.each -> first", "first -> second"],
    ),
  );
  await page.getByRole("banner").getByRole("button", { name: "Test", exact: true }).click();
  await expect(runPanel(page).getByText("2,002 steps in", { exact: false })).toBeVisible();
  await expect(card(page, "Keep it again")).toContainText("1,000 times");
  await expect(line(page, "Every item", "Keep it").locator(".flow-edge-taken")).toBeAttached();
  // Of the steps only those near to what is in sight are drawn.
  expect(await steps(page).count()).toBeLessThan(100);
  const last = steps(page).last();
  await expect(last).toHaveAttribute("aria-posinset", "2002");

  await last.getByRole("button").press("Home");
  const first = steps(page).first();
  await expect(first).toHaveAttribute("aria-posinset", "1");
  await expect(first.getByRole("button")).toBeFocused();
  await expect(first).toHaveText(/Start/);
  await page.keyboard.press("ArrowDown");
  await expect(steps(page).nth(1).getByRole("button")).toBeFocused();
  await page.keyboard.press("End");
  await expect(steps(page).last().getByRole("button")).toBeFocused();
  await expect(steps(page).last()).toHaveAttribute("aria-posinset", "2002");
});

test("a reload right after typing loses nothing and is no conflict", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Reload", "chat");
  page.on("dialog", (dialog) => void dialog.accept());

  await openNode(page, "Greet");
  await typeTemplated(page, "Message", "Typed and gone.");
  await page.reload();
  await editorReady(page);
  await expect(card(page, "Greet")).toContainText("Typed and gone.");
  await nothingKept(page);

  await test.step("also when the save of the page that was left lands late", async () => {
    const held: { url: string; headers: { [name: string]: string }; data: Buffer | null }[] = [];
    await page.route(/\/flows\/[^/]+$/, async (route) => {
      const request = route.request();
      if (request.method() !== "POST") return route.fallback();
      const headers = await request.allHeaders();
      if (held.length === 0) {
        held.push({ url: request.url(), headers, data: request.postDataBuffer() });
      }
      await route.abort();
    });
    await openNode(page, "Greet");
    await setTemplated(page, "Message", "Late.");
    await expect.poll(() => held.length).toBe(1);
    await page.reload();
    await expect(card(page, "Greet")).toContainText("Late.");
    const [late] = held;
    if (late === undefined) throw new Error("nothing was sent");
    const { "content-length": _, ...headers } = late.headers;
    const answer = await page.request.fetch(late.url, {
      ...{ method: "POST", headers },
      ...(late.data === null ? {} : { data: late.data }),
    });
    // The browser's own last attempt may have got through as it left; then this one is stale.
    expect(await answer.text()).toMatch(/"saved":true|"text":"Late\."/);
    await openNode(page, "Greet");
    await setTemplated(page, "Message", "Later still.");
    await page.unroute(/\/flows\/[^/]+$/);
    await saved(page);
    await expect(page.getByRole("dialog", { name: "Two versions of this flow" })).toBeHidden();
    await page.reload();
    await editorReady(page);
    await expect(card(page, "Greet")).toContainText("Later still.");
  });
});

test("the example opens readable, and what is added by click finds room", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto(await exampleFlowPath(page));
  await editorReady(page);
  const zoom = page.getByRole("button", { name: /^Zoom \d+ %/ });
  await expect
    .poll(async () => Number(/\d+/.exec((await zoom.getAttribute("aria-label")) ?? "")?.[0]))
    .toBeGreaterThanOrEqual(60);
  await expectInside(page, "Visitor writes");
  await expectInside(page, "Ask for the name");

  await createFlow(page, "Room", "empty");
  const palette = page.getByRole("complementary", { name: "Palette" });
  for (const label of ["Webhook", "Start by hand", "Chat message"]) {
    await palette.getByRole("button", { name: label, exact: true }).click();
  }
  const cards = page.locator(".react-flow__node-card");
  await expect(cards).toHaveCount(3);
  const boxes = await Promise.all((await cards.all()).map((each) => each.boundingBox()));
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      if (a === null || b === null) throw new Error("not on the screen");
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
  }
});

async function openData(page: Page, name: string): Promise<void> {
  await openNode(page, name);
  await inspector(page).getByRole("tab", { name: "Data" }).click();
}

function runPanel(page: Page) {
  return page.getByRole("region", { name: "Run", exact: true });
}

function steps(page: Page) {
  return runPanel(page).getByRole("list", { name: "Steps" }).getByRole("listitem");
}

/** Waits until the browser keeps no edits any more: the server has them all. */
async function nothingKept(page: Page): Promise<void> {
  const kept = () => Object.keys(localStorage).filter((key) => key.includes("unsaved"));
  await expect.poll(() => page.evaluate(kept)).toEqual([]);
}

async function expectInside(page: Page, name: string): Promise<void> {
  const canvas = await page.getByRole("region", { name: "Canvas" }).boundingBox();
  const box = await card(page, name).boundingBox();
  if (canvas === null || box === null) throw new Error(`${name} is not on the screen`);
  expect(box.x).toBeGreaterThanOrEqual(canvas.x);
  expect(box.x + box.width).toBeLessThanOrEqual(canvas.x + canvas.width);
  expect(box.y).toBeGreaterThanOrEqual(canvas.y);
  expect(box.y + box.height).toBeLessThanOrEqual(canvas.y + canvas.height);
}
