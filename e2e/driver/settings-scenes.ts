import { type Scene, seen } from "./scenes.ts";
import { beginSecondFactor, codeOf, confirmSecondFactor } from "./second-factor.ts";

let secret = "";
let recoveryCodes: string[] = [];

/** The workspace's settings and variables, and one's own second factor; ends signed in without one. */
export const settingsScenes: readonly Scene[] = [
  {
    name: "settings",
    async show({ page }) {
      await page.goto("/settings");
      await seen(page.getByRole("heading", { name: "Settings" }));
    },
  },
  {
    name: "settings, a pale colour, wrongly filled in",
    async show({ page }) {
      await page.getByLabel("Colour", { exact: true }).fill("#ffcc00");
      await page.getByLabel("Time zone").fill("Nowhere");
      await page.getByRole("button", { name: "Save" }).first().click();
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "settings, a second factor for everybody, refused",
    async show({ page }) {
      await page.getByRole("switch", { name: /^Everybody needs/ }).click();
      await seen(page.getByText("You have no second factor yourself."));
    },
  },
  {
    name: "settings, delete",
    async show({ page }) {
      await page.getByRole("button", { name: "Delete workspace" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "variables, none",
    async show({ page }) {
      await page.goto("/settings/variables");
      await seen(page.getByText("No variables yet"));
    },
  },
  {
    name: "variables, new, wrongly filled in",
    async show({ page }) {
      await page.getByRole("button", { name: "New variable" }).click();
      await page.getByLabel("Name").fill("1st");
      await page.getByRole("button", { name: "Add variable" }).click();
      await seen(page.getByRole("dialog").locator("[aria-invalid=true]"));
    },
  },
  {
    name: "variables",
    async show({ page }) {
      await page.getByLabel("Name").fill("shop_key");
      await page.getByRole("switch", { name: /^Secret/ }).click();
      await page.getByLabel("Value", { exact: true }).fill("hunter2-hunter2");
      await page.getByRole("button", { name: "Add variable" }).click();
      await seen(page.getByRole("list", { name: "Variables" }));
    },
  },
  {
    name: "variables, change a secret",
    async show({ page }) {
      await page.getByRole("button", { name: "Change shop_key" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "second factor, set up",
    async show({ page }) {
      await page.goto("/account");
      secret = await beginSecondFactor(page);
    },
  },
  {
    name: "second factor, recovery codes",
    async show({ page }) {
      recoveryCodes = await confirmSecondFactor(page, codeOf(secret));
    },
  },
  {
    name: "second factor, on",
    async show({ page }) {
      await page.getByRole("button", { name: "I have kept them" }).click();
      await seen(page.getByText("Signing in asks for a code"));
    },
  },
  {
    name: "sign in, code",
    async show({ page, account }) {
      await page.context().clearCookies();
      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(account.email);
      await page.getByLabel("Password", { exact: true }).fill(account.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await seen(page.getByRole("heading", { name: "Your code" }));
    },
  },
  {
    name: "sign in, wrong code",
    async show({ page }) {
      await page.getByLabel("Code").fill("123");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "second factor, turn off",
    async show({ page }) {
      await page.getByLabel("Code").fill(recoveryCodes[0] ?? "");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.waitForURL("**/flows");
      await page.goto("/account");
      await page.getByRole("button", { name: "Turn off" }).click();
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "second factor, off",
    async show({ page, account }) {
      await page.getByLabel("Your password").fill(account.password);
      await page.getByRole("dialog").getByRole("button", { name: "Turn off" }).click();
      await seen(page.getByText("With it, a password alone does not open"));
    },
  },
  {
    name: "forgotten password, without mail",
    async show({ page }) {
      await page.goto("/forgot");
      await seen(page.getByText("This installation sends no mail"));
    },
  },
];
