import type { Locator, Page } from "playwright";
import { press } from "./press.ts";

/** Opens the form for a new connection of this kind, from the connections page. */
export async function newConnection(page: Page, kind: string): Promise<Locator> {
  await press(page.getByRole("button", { name: "New connection" }).first());
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(`^${kind}`) })
    .click();
  const dialog = page.getByRole("dialog", { name: `New connection: ${kind}` });
  await dialog.waitFor();
  return dialog;
}

/** Unfolds a part of the form. */
export async function unfold(dialog: Locator, title: string): Promise<void> {
  await dialog.locator("summary").filter({ hasText: title }).click();
}
