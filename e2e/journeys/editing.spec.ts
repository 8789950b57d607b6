import { expect, type Page, test } from "@playwright/test";
import {
  addNode,
  card,
  createFlow,
  dragNode,
  editorReady,
  inspector,
  line,
  lines,
  openNode,
  pasteDocument,
  pasteText,
  publish,
  saved,
  setTemplated,
  showEverything,
  templated,
} from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

test("every edit can be undone, and is saved by itself", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Every edit", "chat");
  const cards = page.locator(".react-flow__node");
  await expect(cards).toHaveCount(3);

  await openNode(page, "Greet");
  await page.keyboard.press("Delete");
  await expect(cards).toHaveCount(2);
  await expect(lines(page)).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(cards).toHaveCount(3);
  await expect(line(page, "Ask for the name", "Greet")).toBeAttached();
  await expect(inspector(page).getByRole("heading", { name: "Greet" })).toBeVisible();
  await page.keyboard.press("Control+y");
  await expect(cards).toHaveCount(2);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(cards).toHaveCount(3);

  await openNode(page, "Greet");
  await setTemplated(page, "Message", "Good to see you.");
  await expect(card(page, "Greet")).toContainText("Good to see you.");
  await page.keyboard.press("Control+z");
  await expect(card(page, "Greet")).toContainText("Nice to meet you");
  await expect(templated(page, "Message")).toContainText("Nice to meet you");
  await page.keyboard.press("Control+y");
  await expect(card(page, "Greet")).toContainText("Good to see you.");

  await saved(page);
  await page.reload();
  await editorReady(page);
  await expect(card(page, "Greet")).toContainText("Good to see you.");
});

test("while the server is away an edit says that it is not saved, and is saved later by itself", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Offline", "chat");
  await page.context().setOffline(true);
  await addNode(page, "Send message");
  await expect(page.getByRole("banner").getByRole("alert")).toContainText("Not saved");
  // A phone has no room for it beside the name, and says it all the same.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("banner").getByRole("alert")).toContainText("Not saved");
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.context().setOffline(false);
  await saved(page);
  await page.reload();
  await expect(card(page, "Send message")).toBeAttached();
});

test("a stale tab shows both versions and loses neither", async ({ browser }) => {
  const mine = await visitAsOwner(browser, product.baseUrl);
  await createFlow(mine, "Two tabs", "chat");
  // Neither tab hears of the other by itself: both are stale when they save.
  await mine.context().route(/\/draft\?after=/, (route) => route.abort());
  const theirs = await mine.context().newPage();
  await theirs.goto(mine.url());
  await editorReady(theirs);

  await addNode(theirs, "Merge");
  await saved(theirs);
  await addNode(mine, "Condition");

  const dialog = mine.getByRole("dialog", { name: "Two versions of this flow" });
  await expect(dialog.getByText("Steps only in mine: Condition.")).toBeVisible();
  await expect(dialog.getByText("Steps only in theirs: Merge.")).toBeVisible();

  await dialog.getByRole("button", { name: "Take theirs" }).click();
  await expect(card(mine, "Merge")).toBeAttached();
  await expect(card(mine, "Condition")).toHaveCount(0);
  await mine.keyboard.press("Control+z");
  await expect(card(mine, "Condition")).toBeAttached();
  await saved(mine);

  await addNode(theirs, "Set variables");
  const other = theirs.getByRole("dialog", { name: "Two versions of this flow" });
  await other.getByRole("button", { name: "Keep mine" }).click();
  await saved(theirs);
  await mine.reload();
  await expect(card(mine, "Set variables")).toBeAttached();
});

test("steps are copied within a flow and to another one", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Copy from", "chat");
  await openNode(page, "Ask for the name");
  await card(page, "Greet").click({ modifiers: ["Control"] });
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(2);
  const text = await copied(page);
  expect(text).toContain("Nice to meet you");

  await pasteDocument(page, text);
  await expect(page.locator(".react-flow__node")).toHaveCount(5);
  await expect(lines(page)).toHaveCount(3);

  await createFlow(page, "Copy to", "empty");
  await pasteDocument(page, text);
  await expect(page.locator(".react-flow__node")).toHaveCount(2);
  await expect(line(page, "Ask for the name", "Greet")).toBeAttached();

  await pasteText(page, text.replaceAll('"sourcePort": "done"', '"sourcePort": "later"'));
  await expect(page.getByText("The steps were pasted without 1 line.").first()).toBeVisible();
  await expect(page.locator(".react-flow__node")).toHaveCount(4);
  await expect(lines(page)).toHaveCount(1);
});

test("a deleted flow comes back with the toast's undo", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Mistake", "chat");
  await page.goto("/flows");
  const row = page.getByRole("link", { name: "Mistake", exact: true });
  await press(page.getByRole("button", { name: "More for Mistake" }));
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByText("“Mistake” was deleted.", { exact: true })).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(row).toBeVisible();
  await row.click();
  await expect(card(page, "Greet")).toBeAttached();

  await publish(page);
  await page.goto("/flows");
  await press(page.getByRole("button", { name: "More for Mistake" }));
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const asked = page.getByRole("dialog", { name: "Delete “Mistake”?" });
  await expect(asked).toContainText("It is live. From then on its chat page and widget answer");
  await asked.getByRole("button", { name: "Delete flow" }).click();
  await expect(row).toHaveCount(0);
});

test("a flow is built, connected and renamed with the keyboard alone", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "By keyboard", "empty");
  const search = page.getByRole("searchbox", { name: "Search nodes" });

  await test.step("add", async () => {
    await search.focus();
    await page.keyboard.type("Chat message");
    await page.keyboard.press("Enter");
    await expect(card(page, "Chat message")).toBeAttached();
    await page.keyboard.press("Escape");
    await expect(search).toHaveValue("");
    await page.keyboard.type("Ask question");
    await page.keyboard.press("Enter");
    await expect(line(page, "Chat message", "Ask question")).toBeAttached();
  });

  await test.step("Enter adds what is in the field, however fast it comes after the letters", async () => {
    await search.fill("Chat message");
    await search.evaluate((field: HTMLInputElement) => {
      const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
      write?.call(field, "Merge");
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    });
    await expect(card(page, "Merge")).toBeAttached();
    await expect(card(page, "Chat message")).toHaveCount(1);
    await page.getByRole("button", { name: "Undo", exact: true }).press("Enter");
    await expect(card(page, "Merge")).toHaveCount(0);
  });

  await test.step("add after the focused step", async () => {
    await card(page, "Ask question").focus();
    await page.keyboard.press("a");
    await expect(page.getByRole("dialog", { name: "Add next" })).toBeVisible();
    await page.keyboard.type("Send message");
    await page.keyboard.press("Enter");
    await expect(line(page, "Ask question", "Send message")).toBeAttached();
  });

  await test.step("connect", async () => {
    await card(page, "Ask question").focus();
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Connect Ask question" });
    await expect(dialog).toBeVisible();
    await page.keyboard.type("Failed Send message");
    await expect(dialog.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(line(page, "Ask question", "Send message")).toHaveCount(2);
  });

  await test.step("travel and rename", async () => {
    await card(page, "Chat message").focus();
    await page.keyboard.press("ArrowRight");
    await expect(card(page, "Ask question")).toBeFocused();
    await page.keyboard.press("F2");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Ask for the city");
    await page.keyboard.press("Enter");
    await expect(card(page, "Ask for the city")).toBeFocused();
    await saved(page);
  });

  await test.step("a problem leads to its field", async () => {
    await page.getByRole("button", { name: /^\d+ problems?$/ }).press("Enter");
    const panel = page.getByRole("region", { name: "Problems" });
    const problem = panel.getByRole("listitem").filter({ hasText: "Ask for the city" }).first();
    await problem.getByRole("button", { name: "Show" }).press("Enter");
    await expect(inspector(page).getByRole("heading", { name: "Ask for the city" })).toBeVisible();
    await expect(templated(page, "Question")).toBeFocused();
    await page.keyboard.type("Which city?");
    await expect(card(page, "Ask for the city")).toContainText("Which city?");
    await expect(problem).toHaveCount(0);
  });
});

test("a step dropped on a line goes into it, and a box selects what it touches", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await createFlow(page, "Insert", "chat");
  await showEverything(page);
  const path = line(page, "Ask for the name", "Greet").locator(".react-flow__edge-interaction");
  const middle = await path.evaluate((element) => {
    if (!(element instanceof SVGPathElement)) throw new Error("no path");
    const { x, y } = element.getPointAtLength(element.getTotalLength() / 2);
    const at = new DOMPoint(x, y).matrixTransform(element.getScreenCTM() ?? undefined);
    const pane = document.querySelector(".react-flow__pane")?.getBoundingClientRect();
    return { x: at.x - (pane?.x ?? 0), y: at.y - (pane?.y ?? 0) };
  });
  await dragNode(page, "Merge", middle);
  await expect(line(page, "Ask for the name", "Merge")).toBeAttached();
  await expect(line(page, "Merge", "Greet")).toBeAttached();
  await expect(lines(page)).toHaveCount(3);

  await showEverything(page);
  const pane = await page.locator(".react-flow__pane").boundingBox();
  if (pane === null) throw new Error("no canvas");
  await page.keyboard.down("Shift");
  await page.mouse.move(pane.x + 4, pane.y + 4);
  await page.mouse.down();
  await page.mouse.move(pane.x + pane.width - 4, pane.y + pane.height - 80, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(4);
});

/** What copying puts on the clipboard. */
function copied(page: Page): Promise<string> {
  return page.evaluate(() => {
    const clipboardData = new DataTransfer();
    document.dispatchEvent(
      new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }),
    );
    return clipboardData.getData("text/plain");
  });
}
