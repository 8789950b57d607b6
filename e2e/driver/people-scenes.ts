import type { Page } from "playwright";
import { signIn } from "./browser.ts";
import { press } from "./press.ts";
import { type Scene, seen } from "./scenes.ts";

const guest = { email: "grace@example.com", password: "another sentence nobody guesses" };
let invitePath = "";
let resetPath = "";

/** The people of a workspace, their links, and more than one workspace; ends signed in as the owner. */
export const peopleScenes: readonly Scene[] = [
  {
    name: "people, alone",
    async show({ page }) {
      await page.goto("/people");
      await seen(page.getByRole("heading", { name: "People" }));
    },
  },
  {
    name: "people, invite",
    async show({ page }) {
      await press(page.getByRole("button", { name: "Invite" }));
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "people, invite, wrongly filled in",
    async show({ page }) {
      await page.getByLabel("E-mail (optional)").fill("nobody");
      await page.getByRole("button", { name: "Make the link" }).click();
      await seen(page.getByRole("dialog").locator("[aria-invalid=true]"));
    },
  },
  {
    name: "people, invitation link",
    async show({ page }) {
      await page.getByLabel("E-mail (optional)").fill(guest.email);
      await page.getByLabel("Note (optional)").fill("Watches the flows in summer");
      await page.getByLabel("Role", { exact: true }).selectOption("viewer");
      await page.getByRole("button", { name: "Make the link" }).click();
      invitePath = await pathIn(page, "Invitation link");
    },
  },
  {
    name: "people, open invitation",
    async show({ page }) {
      await page.getByRole("button", { name: "Done" }).click();
      await seen(page.getByRole("heading", { name: "Open invitations" }));
    },
  },
  {
    name: "people, revoke",
    async show({ page }) {
      await page.getByRole("button", { name: /^Revoke the invitation/ }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "invitation, member already",
    async show({ page }) {
      await page.goto(invitePath);
      await seen(page.getByText("You are in this workspace already"));
    },
  },
  {
    name: "invitation",
    async show({ page }) {
      await page.context().clearCookies();
      await page.goto(invitePath);
      await seen(page.getByRole("heading", { name: "Join Harbour Kitchen" }));
    },
  },
  {
    name: "invitation, wrongly filled in",
    async show({ page }) {
      await press(page.getByRole("button", { name: "Create account and join" }));
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "invitation, with an account",
    async show({ page }) {
      await page.getByRole("button", { name: "Sign in to join" }).click();
      await seen(page.getByRole("button", { name: "Sign in and join" }));
    },
  },
  {
    name: "people, as a viewer",
    async show({ page }) {
      await page.getByRole("button", { name: "Create one" }).click();
      await page.getByLabel("Your name").fill("Grace Okafor");
      await page.getByLabel("Password", { exact: true }).fill(guest.password);
      await page.getByRole("button", { name: "Create account and join" }).click();
      await page.waitForURL("**/flows");
      await page.goto("/people");
      await seen(page.getByText("You are a viewer"));
    },
  },
  {
    name: "invitation, used",
    async show({ page }) {
      await page.goto(invitePath);
      await seen(page.getByText("has been used already"));
    },
  },
  {
    name: "people",
    async show({ page, account }) {
      await page.context().clearCookies();
      await signIn(page, account);
      await page.goto("/people");
      await seen(page.getByLabel("Role of Grace Okafor"));
    },
  },
  {
    name: "people, menu of a member",
    async show({ page }) {
      await press(page.getByRole("button", { name: "More for Grace Okafor" }));
      await seen(page.getByRole("menu"));
    },
  },
  {
    name: "people, transfer",
    async show({ page }) {
      await page.getByRole("menuitem", { name: "Transfer ownership" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "people, transfer, wrong password",
    async show({ page }) {
      await page.getByLabel("Your password").fill("not the password");
      await page.getByRole("button", { name: "Transfer ownership" }).click();
      await seen(page.getByRole("dialog").locator("[aria-invalid=true]"));
    },
  },
  {
    name: "people, remove",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "More for Grace Okafor" }).click();
      await page.getByRole("menuitem", { name: "Remove" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "people, link for a new password",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "More for Grace Okafor" }).click();
      await page.getByRole("menuitem", { name: "Link for a new password" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "people, link for a new password, made",
    async show({ page }) {
      await page.getByRole("button", { name: "Make the link" }).click();
      resetPath = await pathIn(page, "Link for a new password");
    },
  },
  {
    name: "account, new workspace",
    async show({ page }) {
      await page.goto("/account");
      await press(page.getByRole("button", { name: "New workspace" }));
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "flows, menu of workspaces",
    async show({ page }) {
      await page.getByRole("dialog").getByLabel("Name").fill("Harbour Catering");
      await page.getByRole("button", { name: "Create workspace" }).click();
      await page.waitForURL("**/flows");
      await press(page.getByRole("button", { name: "Workspace: Harbour Catering" }));
      await seen(page.getByRole("menu"));
    },
  },
  {
    name: "account, two workspaces",
    async show({ page }) {
      await page.goto("/account");
      await seen(page.getByRole("button", { name: "Go there: Harbour Kitchen" }));
    },
  },
  {
    name: "account, leave",
    async show({ page }) {
      await press(page.getByRole("button", { name: "Leave Harbour Catering" }));
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "new password",
    async show({ page }) {
      await page.goto(resetPath);
      await seen(page.getByRole("heading", { name: "New password" }));
    },
  },
  {
    name: "new password, too short",
    async show({ page }) {
      await page.getByLabel("New password").and(page.locator("input")).fill("short");
      await press(page.getByRole("button", { name: "Set password" }));
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "new password, set",
    async show({ page }) {
      await page.getByLabel("New password").and(page.locator("input")).fill(`${guest.password}!`);
      await page.getByRole("button", { name: "Set password" }).click();
      await seen(page.getByText("Your password is set"));
    },
  },
  {
    name: "new password, link used",
    async show({ page }) {
      await page.goto(resetPath);
      await seen(page.getByText("has been used already"));
    },
  },
];

/** The path of the link that a dialog shows once. */
async function pathIn(page: Page, label: string): Promise<string> {
  const field = await seen(page.getByRole("textbox", { name: label }));
  return new URL(await field.inputValue()).pathname;
}
