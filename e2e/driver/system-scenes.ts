import { press } from "./press.ts";
import { type Scene, seen } from "./scenes.ts";

const description = `openapi: 3.1.0
info: { title: Corner shop, version: "1.0" }
servers: [{ url: https://shop.example.com/v1 }]
paths:
  /orders:
    get:
      summary: List orders
      tags: [Orders]
      parameters:
        - { name: page, in: query, schema: { type: integer } }
      responses: { 200: { description: The orders } }
`;

/** Known systems: none yet, one that is imported, and what it can do. */
export const systemScenes: readonly Scene[] = [
  {
    name: "systems, none yet",
    async show({ page }) {
      await page.goto("/systems");
      await seen(page.getByRole("button", { name: "Import a system" }));
    },
  },
  {
    name: "systems, import of GraphQL",
    async show({ page }) {
      await press(page.getByRole("button", { name: "Import a system" }).first());
      const dialog = await seen(page.getByRole("dialog"));
      await dialog.getByRole("radio", { name: "GraphQL" }).click();
      await dialog.getByRole("radio", { name: "Text" }).click();
      await seen(dialog.getByLabel("The schema"));
    },
  },
  {
    name: "systems, described by hand",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await press(page.getByRole("button", { name: "Import a system" }).first());
      const dialog = await seen(page.getByRole("dialog"));
      await dialog.getByRole("radio", { name: "By hand" }).click();
      await press(dialog.getByRole("button", { name: "Add operation" }));
      await press(dialog.getByRole("button", { name: "Add field" }));
      await seen(dialog.getByRole("textbox", { name: "Field 1: Name" }));
    },
  },
  {
    name: "systems, import",
    async show({ page }) {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await press(page.getByRole("button", { name: "Import a system" }).first());
      const dialog = await seen(page.getByRole("dialog"));
      await dialog.getByRole("radio", { name: "OpenAPI" }).click();
      await dialog.getByRole("radio", { name: "Text" }).click();
      await dialog.getByRole("textbox", { name: "The description" }).fill("no description");
      await dialog.getByRole("button", { name: "Import" }).click();
      await seen(dialog.locator("[aria-invalid=true]"));
    },
  },
  {
    name: "system",
    async show({ page }) {
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "The description" }).fill(description);
      await dialog.getByRole("button", { name: "Import" }).click();
      await seen(page.getByRole("heading", { name: "Corner shop" }));
      await seen(page.getByText("List orders"));
    },
  },
  {
    name: "systems",
    async show({ page }) {
      await page.goto("/systems");
      await seen(page.getByRole("link", { name: /Corner shop/ }));
    },
  },
];
