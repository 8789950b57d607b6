import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright";
import { press } from "./press.ts";

/** What an authenticator app with this secret shows, `steps` half minutes from now. */
export function codeOf(secret: string, steps = 0): string {
  const timestamp = Date.now() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Opens the set-up on the account page, and reads the secret that it shows. */
export async function beginSecondFactor(page: Page): Promise<string> {
  await press(page.getByRole("button", { name: "Turn on" }));
  const dialog = page.getByRole("dialog", { name: "Turn on the second factor" });
  return ((await dialog.locator("code").textContent()) ?? "").replace(/\s/g, "");
}

/** Confirms the set-up with a code. Returns the recovery codes; they stay on the page. */
export async function confirmSecondFactor(page: Page, code: string): Promise<string[]> {
  const dialog = page.getByRole("dialog", { name: "Turn on the second factor" });
  await dialog.getByLabel("Code", { exact: true }).fill(code);
  await dialog.getByRole("button", { name: "Turn on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  return list.getByRole("listitem").allTextContents();
}

/** The second step of a sign-in. */
export async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await press(page.getByRole("button", { name: "Sign in", exact: true }));
}
