import type { Locator, Page } from "playwright";

/** The messages of the chat on the page: the public one, or the editor's preview. */
export function messages(page: Page): Locator {
  return page.getByRole("log", { name: "Messages" });
}

/** Writes to the chatbot as a visitor does. */
export async function say(page: Page, text: string): Promise<void> {
  const input = page.getByRole("textbox", { name: "Your message" });
  await input.fill(text);
  await input.press("Enter");
}
