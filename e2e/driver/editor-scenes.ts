import type { Page } from "playwright";
import { pasteDocument } from "./editor.ts";
import { type Scene, type Stage, seen } from "./scenes.ts";

/** A flow by hand that calls a host which is not there, often enough for it to be left alone. */
const failingFlow = JSON.stringify({
  patchbay: "clip",
  nodes: [
    {
      id: "start",
      key: "start",
      type: "manual-trigger",
      version: 1,
      name: "By hand",
      position: { x: 0, y: 0 },
      config: {},
    },
    {
      id: "order",
      key: "order",
      type: "rest-api",
      version: 1,
      name: "Get the order",
      position: { x: 352, y: 0 },
      config: { method: "GET", url: "https://shop.invalid/orders/1042" },
      retries: 5,
      retryPauseMs: 100,
    },
    {
      id: "loose",
      key: "loose",
      type: "condition",
      version: 1,
      name: "Shipped?",
      position: { x: 352, y: 300 },
      config: {},
    },
  ],
  edges: [{ id: "e1", source: "start", sourcePort: "done", target: "order" }],
  notes: [],
});

async function openExample({ page, examplePath }: Stage): Promise<void> {
  await page.goto(examplePath);
  await seen(page.locator(".react-flow__node"));
}

/** Clicks a step's card; its name is the safest place, the canvas pans to it when needed. */
export async function selectStep(page: Page, name: string): Promise<void> {
  // A long flow begins at its readable size: its end may lie behind the inspector.
  await page.getByRole("button", { name: "Show everything" }).click();
  await page.locator(".react-flow__node").getByText(name, { exact: true }).click();
  await seen(page.getByRole("tab", { name: "Data" }));
}

/** Gives a step another name, on the tab Settings. */
async function nameSelected(page: Page, name: string, wanted: string): Promise<void> {
  await seen(page.locator(".react-flow__node"));
  await selectStep(page, name);
  await page.getByRole("tab", { name: "Settings" }).click();
  const field = page.getByRole("tabpanel").getByLabel("Name", { exact: true });
  await field.fill(wanted);
  await field.press("Enter");
}

/** Presses a shortcut of the canvas while nothing is typed in. */
async function press(page: Page, key: string): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.keyboard.press(key);
}

/** The editor with its panels, dialogs and menus. Leaves a failed run for the ones after it. */
export const editorScenes: readonly Scene[] = [
  { name: "editor", show: openExample },
  {
    name: "editor, menu of a step",
    async show({ page }) {
      await page
        .locator(".react-flow__node")
        .getByText("Big party?", { exact: true })
        .click({ button: "right" });
      await seen(page.getByRole("menu"));
    },
  },
  {
    name: "editor, variable picker",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await selectStep(page, "Ask how many");
      await page
        .getByRole("button", { name: "Insert a value from an earlier step" })
        .first()
        .click();
      await seen(page.getByRole("tree"));
    },
  },
  {
    name: "editor, inspector of a condition",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await selectStep(page, "Big party?");
      await page.getByRole("tab", { name: "Setup" }).click();
    },
  },
  {
    name: "editor, settings of a step",
    async show({ page }) {
      await page.getByRole("tab", { name: "Settings" }).click();
    },
  },
  {
    name: "editor, data of a step",
    async show({ page }) {
      await page.getByRole("tab", { name: "Data" }).click();
      await seen(page.getByRole("tabpanel").getByRole("button", { name: /pin/i }));
    },
  },
  {
    name: "editor, pin an output",
    async show({ page }) {
      await page.getByRole("tabpanel").getByRole("button", { name: /pin/i }).first().click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "editor, several selected",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await press(page, "Control+a");
    },
  },
  {
    name: "editor, command palette",
    async show({ page }) {
      await press(page, "Control+k");
      await seen(page.getByRole("dialog"));
      await page.keyboard.type("ask");
    },
  },
  {
    name: "editor, shortcuts",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await press(page, "?");
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "editor, flow settings",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Flow settings" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "editor, who may work on the flow",
    async show({ page }) {
      const form = page.getByRole("region", { name: "Who may work on this flow" });
      await form.getByRole("radio").nth(1).click();
      await seen(form.getByRole("radio", { checked: true }).and(form.getByRole("radio").nth(1)));
    },
  },
  {
    name: "editor, add next",
    async show(stage) {
      const { page } = stage;
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await selectStep(page, "Give up politely");
      await press(page, "a");
      await seen(page.getByPlaceholder("What happens next?"));
    },
  },
  {
    name: "editor, connect",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await selectStep(page, "Give up politely");
      await press(page, "c");
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "editor, chat preview",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Open the chat preview" }).click();
      await page.getByLabel("Your message").fill("Hello");
      await page.keyboard.press("Enter");
      await seen(page.getByText("What name may I use?", { exact: false }).locator("visible=true"));
    },
  },
  {
    name: "editor, publish panel",
    async show(stage) {
      const { page } = stage;
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      const chat = await seen(page.getByRole("link", { name: "Open in a new tab" }));
      stage.chatPath = new URL((await chat.getAttribute("href")) ?? "").pathname;
    },
  },
  {
    name: "editor, unpublish",
    async show({ page }) {
      await page.getByRole("button", { name: "Unpublish" }).click();
      await seen(page.getByRole("heading", { name: "Unpublish this flow?" }));
    },
  },
  {
    name: "editor, two versions of a flow",
    async show(stage) {
      const { page } = stage;
      await openExample(stage);
      const asks = /\/draft\?after=/;
      await page.route(asks, (route) => route.abort());
      const other = await page.context().newPage();
      await other.goto(stage.examplePath);
      await nameSelected(other, "Give up politely", "Say goodbye");
      await seen(other.getByRole("banner").getByText("Saved", { exact: true }));
      await other.close();
      await nameSelected(page, "Give up politely", "Give up");
      await seen(page.getByRole("heading", { name: "Two versions of this flow" }));
      await page.unroute(asks);
    },
  },
  {
    name: "editor, a version that was set aside",
    async show({ page }) {
      await page.getByRole("button", { name: "Keep mine" }).click();
      await seen(page.getByRole("banner").getByText("Saved", { exact: true }));
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByRole("button", { name: "History" }).click();
      await seen(page.getByRole("button", { name: "Restore into the draft" }));
      await page.keyboard.press("Escape");
      await page.getByRole("dialog", { name: "History" }).waitFor({ state: "hidden" });
      await page.keyboard.press("Control+z");
      await seen(page.locator(".react-flow__node").getByText("Give up politely", { exact: true }));
      await seen(page.getByRole("banner").getByText("Saved", { exact: true }));
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByRole("button", { name: "History" }).click();
      await seen(page.getByRole("button", { name: "Restore into the draft" }));
    },
  },
  {
    name: "editor, history",
    async show(stage) {
      await openExample(stage);
      await stage.page.getByRole("button", { name: "Publish", exact: true }).click();
      await stage.page.getByRole("button", { name: "History" }).click();
      await seen(stage.page.getByRole("dialog").getByRole("heading"));
    },
  },
  {
    name: "editor, an empty flow",
    async show(stage) {
      const { page } = stage;
      await page.goto("/flows");
      await page.getByRole("button", { name: "New flow" }).click();
      await page.getByLabel("Name").fill("Order status");
      await page.getByText("A blank canvas.").click();
      await page.getByRole("button", { name: "Create flow" }).click();
      await page.waitForURL(/\/flows\/.+/);
      await seen(page.getByLabel("Palette"));
      stage.failingPath = new URL(page.url()).pathname;
    },
  },
  {
    name: "editor, nothing found in the palette",
    async show({ page }) {
      await page.getByLabel("Search nodes").fill("no such node");
    },
  },
  {
    name: "editor, problems",
    async show({ page }) {
      await page.getByLabel("Search nodes").fill("");
      await press(page, "Escape");
      await pasteDocument(page, failingFlow);
      await page.getByRole("button", { name: /problems?$/ }).click();
      await seen(page.getByRole("region", { name: "Problems" }));
    },
  },
  {
    name: "editor, publishing refused",
    async show({ page }) {
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await seen(page.getByRole("heading", { name: "Publish this flow" }));
    },
  },
  {
    name: "editor, a failing step",
    async show(stage) {
      const { page } = stage;
      await page.keyboard.press("Escape");
      await page.getByText("Saved").waitFor();
      await page.getByRole("button", { name: "Test", exact: true }).click();
      await seen(page.locator("[data-state=failed]"));
      const answer = await page.request.get("/api/ui/runs");
      const { runs } = (await answer.json()) as { runs: { id: string; flowId: string }[] };
      const run = runs.find(({ flowId }) => stage.failingPath.endsWith(flowId));
      stage.failingRunPath = `${stage.failingPath}/runs/${run?.id}`;
    },
  },
  {
    name: "editor, inspector of a request",
    async show({ page }) {
      await selectStep(page, "Get the order");
      await page.getByRole("tab", { name: "Setup" }).click();
    },
  },
  {
    name: "editor, backup of a request",
    async show({ page }) {
      await page.getByRole("tab", { name: "Settings" }).click();
      const backup = await seen(page.getByRole("group", { name: "Backup" }));
      await backup.scrollIntoViewIfNeeded();
    },
  },
  {
    name: "connections, a host that is left alone",
    async show({ page }) {
      await page.goto("/connections");
      const region = await seen(page.getByRole("region", { name: "Hosts that do not answer" }));
      await seen(region.getByRole("heading", { name: "shop.invalid" }));
    },
  },
];
