import { press } from "./press.ts";
import { type Scene, seen } from "./scenes.ts";

/** API keys: none, made, shown once, revoked; and the reference that programs are written by. */
export const apiKeyScenes: readonly Scene[] = [
  {
    name: "api keys, none",
    async show({ page }) {
      await page.goto("/api-keys");
      await seen(page.getByRole("heading", { name: "No API keys yet" }));
    },
  },
  {
    name: "api keys, new",
    async show({ page }) {
      await press(page.getByRole("button", { name: "New key" }).first());
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "api keys, wrongly filled in",
    async show({ page }) {
      await page.getByRole("button", { name: "Make the key" }).click();
      await seen(page.getByRole("dialog").locator("[aria-invalid=true]"));
    },
  },
  {
    name: "api keys, shown once",
    async show({ page }) {
      await page.getByLabel("Name", { exact: true }).fill("Website chatbot");
      await page.getByLabel("Talk to flows").check();
      await page.getByLabel("Read flows").check();
      await page.getByRole("button", { name: "Make the key" }).click();
      await seen(page.getByLabel("API key", { exact: true }));
    },
  },
  {
    name: "api keys",
    async show({ page }) {
      await page.getByRole("button", { name: "I have copied it" }).click();
      await seen(page.getByRole("heading", { name: "Website chatbot" }));
    },
  },
  {
    name: "api keys, revoke",
    async show({ page }) {
      await press(page.getByRole("button", { name: "Revoke Website chatbot" }));
      await seen(page.getByRole("alertdialog").or(page.getByRole("dialog")));
    },
  },
  {
    name: "api reference",
    async show({ page }) {
      await page.goto("/api/v1/docs");
      await seen(page.getByRole("heading", { name: "Patchbay API" }));
    },
  },
];
