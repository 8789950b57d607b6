import { press } from "./press.ts";
import { type Scene, seen } from "./scenes.ts";

/** The gallery of templates, and one of them. */
export const templateScenes: readonly Scene[] = [
  {
    name: "templates",
    async show({ page }) {
      await page.goto("/templates");
      await seen(page.getByRole("heading", { name: "Templates", level: 1 }));
    },
  },
  {
    name: "templates, nothing fits",
    async show({ page }) {
      await page.getByLabel("Search templates").fill("no such template");
      await seen(page.getByText("No template fits"));
    },
  },
  {
    name: "template, with something missing",
    async show({ page }) {
      await page.goto("/templates/patchbay/order-status");
      await press(page.getByRole("button", { name: "Create the flow" }));
      await seen(page.locator("[aria-invalid=true]"));
    },
  },
];
