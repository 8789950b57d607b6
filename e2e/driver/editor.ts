import type { Locator, Page } from "playwright";
import { press } from "./press.ts";

export type Starter = "chat" | "webhook" | "empty";

const starterTitles: Record<Starter, string> = {
  chat: "Chatbot",
  webhook: "Webhook",
  empty: "Empty",
};

/** Makes a flow through the Flows page's dialog and waits for its editor. Returns its id. */
export async function createFlow(page: Page, name: string, starter: Starter): Promise<string> {
  await page.goto("/flows");
  await press(page.getByRole("button", { name: "New flow" }));
  const dialog = page.getByRole("dialog", { name: "New flow" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByText(starterTitles[starter], { exact: true }).click();
  await dialog.getByRole("button", { name: "Create flow" }).click();
  await page.waitForURL(/\/flows\/[^/]+$/);
  await editorReady(page);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** The editor is there and takes input: its top bar says that nothing is unsaved. */
export async function editorReady(page: Page): Promise<void> {
  await page.getByRole("region", { name: "Canvas" }).locator(".react-flow__pane").waitFor();
  await saved(page);
}

/** Waits until the server has everything that was edited. */
export async function saved(page: Page): Promise<void> {
  await page
    .getByRole("banner")
    .getByRole("status")
    .filter({ hasText: /^Saved$/ })
    .waitFor();
}

/** A node's card, by the node's name. */
export function card(page: Page, name: string): Locator {
  return page.locator(`.react-flow__node-card[aria-label^="${name}, "]`);
}

/** The lines of the flow. */
export function lines(page: Page): Locator {
  return page.locator(".react-flow__edge");
}

/** The line between two nodes, by their names. */
export function line(page: Page, from: string, to: string): Locator {
  return page.locator(`.react-flow__edge[aria-label="Line from ${from} to ${to}"]`);
}

/** Brings text as the system's clipboard does when somebody pastes. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, text);
}

/** Pastes text onto the canvas, waits for what comes of it, and selects nothing then. */
export async function pasteDocument(page: Page, text: string): Promise<void> {
  const before = await page.locator(".react-flow__node").count();
  await pasteText(page, text);
  await page.locator(".react-flow__node").nth(before).waitFor();
  await page.keyboard.press("Escape");
  await saved(page);
}

/** Publishes the draft and waits for the word that it is live. Returns the version's number. */
export async function publish(page: Page): Promise<number> {
  await saved(page);
  await page.getByRole("banner").getByRole("button", { name: "Publish" }).click();
  const panel = page.getByRole("dialog", { name: "Publish" });
  await panel.getByRole("button", { name: /^Publish( the changes)?$/ }).click();
  const told = page.getByText(/^Version \d+ is live\.$/).last();
  await told.waitFor();
  await panel.waitFor({ state: "hidden" });
  return Number(/\d+/.exec((await told.textContent()) ?? "")?.[0]);
}

/** Takes the flow off the air. */
export async function unpublish(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Publish" }).click();
  const panel = page.getByRole("dialog", { name: "Publish" });
  await panel.getByRole("button", { name: "Unpublish" }).click();
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog", { name: "Unpublish this flow?" }))
    .getByRole("button", { name: "Unpublish" })
    .click();
  await page.getByText("The flow is no longer live.", { exact: true }).waitFor();
}

/** Drags a node from the palette to a place on the canvas, in px from its upper left corner. */
export async function dragNode(
  page: Page,
  label: string,
  to: { x: number; y: number },
): Promise<void> {
  await canvasAtRest(page);
  const before = await page.locator(".react-flow__node").count();
  await page
    .getByRole("complementary", { name: "Palette" })
    .getByRole("button", { name: label, exact: true })
    .dragTo(page.locator(".react-flow__pane"), { targetPosition: to });
  await page.locator(".react-flow__node").nth(before).waitFor();
}

/** Adds a node with the palette's search and Enter: after the selected one, when there is one. */
export async function addNode(page: Page, label: string): Promise<void> {
  const before = await page.locator(".react-flow__node").count();
  const search = page
    .getByRole("complementary", { name: "Palette" })
    .getByRole("searchbox", { name: "Search nodes" });
  await search.fill(label);
  await search.press("Enter");
  await page.locator(".react-flow__node").nth(before).waitFor();
  await search.press("Escape");
}

/** An outlet of a node, by its port's label. */
export function outlet(page: Page, node: string, port: string): Locator {
  return card(page, node)
    .getByRole("listitem")
    .filter({ hasText: new RegExp(`^${port}$`) })
    .locator(".react-flow__handle");
}

/** Draws a line with the mouse from an outlet to another node's inlet. */
export async function connect(page: Page, from: string, port: string, to: string): Promise<void> {
  await canvasAtRest(page);
  const before = await lines(page).count();
  const start = await middleOf(outlet(page, from, port));
  const end = await middleOf(card(page, to).locator(".react-flow__handle.target"));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
  await lines(page).nth(before).waitFor({ state: "attached" });
}

/** Selects a node, so that the inspector shows it. */
export async function openNode(page: Page, name: string): Promise<void> {
  await canvasAtRest(page);
  await card(page, name).getByText(name, { exact: true }).first().click();
  await inspector(page).getByRole("heading", { name, exact: true }).waitFor();
}

export function inspector(page: Page): Locator {
  return page.getByRole("region", { name: "Inspector" });
}

/** Replaces what a templated field of the open inspector holds, by writing it. */
export async function setTemplated(page: Page, label: string, text: string): Promise<void> {
  await focusTemplated(page, label);
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** Replaces what a templated field holds key by key, as fingers do. */
export async function typeTemplated(page: Page, label: string, text: string): Promise<void> {
  await focusTemplated(page, label);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

/** Puts the cursor at the end of a templated field, and waits for its full editor. */
export async function focusTemplated(page: Page, label: string): Promise<void> {
  const input = templated(page, label);
  await input.click();
  await input.and(page.locator(".cm-content")).waitFor();
  await page.keyboard.press("Control+End");
}

/** A templated field of the open inspector. */
export function templated(page: Page, label: string): Locator {
  return inspector(page).getByRole("textbox", { name: label, exact: true });
}

/**
 * Inserts a value of an earlier step with the variable picker: the first that fits the search by
 * Enter, or, when `row` is given, the one that shows this text by a click.
 */
export async function insertValue(
  page: Page,
  label: string,
  search: string,
  row?: string,
): Promise<void> {
  await focusTemplated(page, label);
  await templated(page, label)
    .locator("xpath=ancestor::*[@data-field][1]")
    .getByRole("button", { name: "Insert a value from an earlier step" })
    .click();
  const picker = page.getByRole("dialog", { name: "Insert a value" });
  await picker.getByRole("combobox").fill(search);
  const rows = picker.getByRole("treeitem");
  if (row === undefined) {
    await rows.and(picker.locator("[aria-selected=true]")).filter({ hasText: search }).waitFor();
    await picker.getByRole("combobox").press("Enter");
  } else {
    await rows.filter({ hasText: row }).last().click();
  }
  await picker.waitFor({ state: "hidden" });
}

/** Brings the whole flow into view. */
export async function showEverything(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show everything" }).click();
  await canvasAtRest(page);
}

/** Waits until the canvas has shown the same part of the flow for eight frames: nothing moves it. */
export async function canvasAtRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const viewport = document.querySelector<HTMLElement>(".react-flow__viewport");
    let last = "";
    for (let frames = 0; frames < 8; frames++) {
      await new Promise(requestAnimationFrame);
      const now = viewport?.style.transform ?? "";
      if (now !== last) frames = 0;
      last = now;
    }
  });
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  await element.waitFor();
  const box = await element.boundingBox();
  if (box === null) throw new Error(`not on the screen: ${element}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
