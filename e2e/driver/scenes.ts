import type { Locator, Page } from "playwright";
import { apiKeyScenes } from "./api-key-scenes.ts";
import { auditScenes } from "./audit-scenes.ts";
import type { Account } from "./browser.ts";
import { connectionScenes } from "./connection-scenes.ts";
import { editorScenes } from "./editor-scenes.ts";
import { exampleFlowPath } from "./pages.ts";
import { peopleScenes } from "./people-scenes.ts";
import { press } from "./press.ts";
import { settingsScenes } from "./settings-scenes.ts";
import { systemScenes } from "./system-scenes.ts";
import { templateScenes } from "./template-scenes.ts";

/** What the scenes share: where things are that an earlier one made. */
export type Stage = {
  page: Page;
  account: Account;
  /** The example flow's editor, known once somebody is signed in. */
  examplePath: string;
  /** The example flow's public chat. */
  chatPath: string;
  /** A flow whose step fails, and its run. */
  failingPath: string;
  failingRunPath: string;
};

/** One state of the product that a user meets: a page, a dialog, an empty or an error state. */
export type Scene = { name: string; show: (stage: Stage) => Promise<void> };

export function emptyStage(page: Page, account: Account): Stage {
  return { page, account, examplePath: "", chatPath: "", failingPath: "", failingRunPath: "" };
}

/** Waits until a locator is seen, and gives it back. */
export async function seen(locator: Locator): Promise<Locator> {
  await locator.first().waitFor();
  return locator.first();
}

/** Goes to a page and waits for its heading, which stands when the page is there. */
async function visit({ page }: Stage, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(path);
  await seen(page.getByRole("heading", { name: heading }));
}

/**
 * Every page with its dialogs, empty and error states, in an order that works from a new
 * installation on: the first makes the account, later ones make what the ones after them show.
 */
export const scenes: readonly Scene[] = [
  { name: "setup", show: (stage) => visit(stage, "/", "Welcome") },
  {
    name: "setup, wrongly filled in",
    async show({ page }) {
      await page.getByLabel("E-mail").fill("nobody");
      await page.getByRole("button", { name: "Create account" }).click();
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "flows",
    async show(stage) {
      const { page, account } = stage;
      await page.getByLabel("Your name").fill("Ada Lopez");
      await page.getByLabel("E-mail").fill(account.email);
      await page.getByLabel("Password", { exact: true }).fill(account.password);
      await page.getByLabel("Workspace name").fill("Harbour Kitchen");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.waitForURL("**/flows");
      await seen(page.getByRole("link", { name: /^Example/ }));
      stage.examplePath = await exampleFlowPath(page);
    },
  },
  {
    name: "flows, nothing matches",
    async show({ page }) {
      await page.getByLabel("Search flows").fill("no such flow");
      await seen(page.getByText("Nothing matches"));
    },
  },
  {
    name: "flows, new flow",
    async show({ page }) {
      await page.getByRole("button", { name: "New flow" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "flows, new flow without a name",
    async show({ page }) {
      await page.getByRole("button", { name: "Create flow" }).click();
      await seen(page.getByRole("dialog").locator("[aria-invalid=true]"));
    },
  },
  {
    name: "flows, the menu of pages on a phone",
    async show(stage) {
      await stage.page.setViewportSize({ width: 390, height: 844 });
      await visit(stage, "/flows", "Flows");
      await press(stage.page.getByRole("button", { name: "Pages: Flows" }));
      await seen(stage.page.getByRole("dialog", { name: "Pages" }));
    },
  },
  {
    name: "flows, menu of a flow",
    async show(stage) {
      await stage.page.setViewportSize({ width: 1280, height: 720 });
      await visit(stage, "/flows", "Flows");
      await stage.page.getByRole("button", { name: /^More for Example/ }).click();
      await seen(stage.page.getByRole("menu"));
    },
  },
  {
    name: "flows, rename",
    async show({ page }) {
      await page.getByRole("menuitem", { name: "Rename" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "flows, folder and tags",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^More for Example/ }).click();
      await page.getByRole("menuitem", { name: "Folder and tags" }).click();
      const dialog = await seen(page.getByRole("dialog"));
      await dialog.getByLabel("Tags").fill("booking, restaurant");
    },
  },
  {
    name: "flows, duplicated and told so",
    async show({ page }) {
      await page.getByRole("button", { name: "Save" }).click();
      await seen(page.getByText("restaurant"));
      await page.getByRole("button", { name: /^More for Example/ }).click();
      await page.getByRole("menuitem", { name: "Duplicate" }).click();
      await seen(page.getByText("was duplicated"));
    },
  },
  {
    name: "flows, deleted with a way back",
    async show({ page }) {
      await page.getByRole("button", { name: /^More for .*copy/i }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await seen(page.getByRole("button", { name: "Undo" }));
    },
  },
  { name: "runs, none yet", show: (stage) => visit(stage, "/runs", "Nothing has run yet") },
  ...connectionScenes,
  ...editorScenes,
  {
    name: "runs",
    async show(stage) {
      await visit(stage, "/runs", "Runs");
      await seen(stage.page.getByText("Failed").locator("visible=true"));
    },
  },
  {
    name: "runs, menu",
    async show({ page }) {
      await page
        .getByRole("button", { name: /^More for this run/ })
        .first()
        .click();
      await seen(page.getByRole("menu"));
    },
  },
  {
    name: "runs, nothing matches",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByLabel("Search runs").fill("no such run");
      await seen(page.getByText("Nothing matches"));
    },
  },
  {
    name: "run, failed",
    async show(stage) {
      await stage.page.goto(stage.failingRunPath);
      await seen(stage.page.getByRole("link", { name: "Open the flow" }));
      await seen(stage.page.locator(".react-flow__node"));
    },
  },
  { name: "account", show: (stage) => visit(stage, "/account", /account/i) },
  {
    name: "account, wrong password",
    async show({ page }) {
      await page.getByLabel("Current password").fill("not the password");
      await page.getByLabel("New password", { exact: true }).fill("a whole new sentence");
      await page.getByRole("button", { name: "Change password" }).click();
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "chat",
    async show(stage) {
      await stage.page.goto(stage.chatPath);
      await seen(stage.page.getByLabel("Your message"));
    },
  },
  {
    name: "chat, with an answer",
    async show({ page }) {
      await page.getByLabel("Your message").fill("Hello");
      await page.keyboard.press("Enter");
      await seen(page.getByText("What name may I use?"));
    },
  },
  {
    name: "chat, start over",
    async show({ page }) {
      await page.getByRole("button", { name: "Start a new conversation" }).click();
      await seen(page.getByRole("button", { name: "Keep this one" }));
    },
  },
  {
    name: "chat, in the widget",
    async show(stage) {
      await stage.page.goto(`${stage.chatPath}?embed=1`);
      await seen(stage.page.getByLabel("Your message"));
    },
  },
  { name: "conversations", show: (stage) => visit(stage, "/conversations", "Conversations") },
  {
    name: "conversation",
    async show({ page }) {
      const answer = await page.request.get("/api/ui/conversations");
      const { conversations } = (await answer.json()) as { conversations: { id: string }[] };
      await page.goto(`/conversations/${conversations[0]?.id}`);
      await seen(page.getByText("What name may I use?"));
    },
  },
  { name: "queue", show: (stage) => visit(stage, "/queue", "Queue") },
  {
    name: "queue, pausing",
    async show({ page }) {
      await page.getByRole("switch", { name: "Pause" }).click();
      await seen(page.getByRole("alertdialog").or(page.getByRole("dialog")));
    },
  },
  ...apiKeyScenes,
  ...auditScenes,
  ...peopleScenes,
  ...templateScenes,
  ...systemScenes,
  ...settingsScenes,
  {
    name: "chat, not there",
    show: (stage) => visit(stage, "/chat/no-such-chat", "This chat is not available"),
  },
  {
    name: "not found",
    show: (stage) => visit(stage, "/no-such-page", "There is nothing at this address"),
  },
  {
    name: "flow not found",
    show: (stage) => visit(stage, "/flows/no-such-flow", "There is nothing at this address"),
  },
  {
    name: "sign in",
    async show(stage) {
      await stage.page.context().clearCookies();
      await visit(stage, "/flows", "Sign in");
    },
  },
  {
    name: "sign in, refused after a provider",
    async show({ page }) {
      await page.goto("/sign-in?refused=unverified");
      await seen(page.getByText("Your address is not verified there"));
    },
  },
  {
    name: "sign in, wrong password",
    async show({ page, account }) {
      await page.getByLabel("E-mail").fill(account.email);
      await page.getByLabel("Password", { exact: true }).fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await seen(page.getByRole("alert").filter({ hasText: /./ }));
    },
  },
];
