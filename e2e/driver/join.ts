import type { Browser, Page } from "playwright";
import { press } from "./press.ts";
import { visit } from "./visit.ts";

type Person = { name: string; email: string; password: string };

/** Invites somebody with a role, and gives the browser in which they have joined. */
export async function joinAs(
  { browser, owner, baseUrl }: { browser: Browser; owner: Page; baseUrl: string },
  role: "admin" | "editor" | "operator" | "viewer",
  person: Person,
): Promise<Page> {
  const link = await inviteLink(owner, role);
  const guest = await visit(browser, baseUrl);
  await guest.goto(link);
  await guest.getByLabel("Your name").fill(person.name);
  await guest.getByLabel("E-mail").fill(person.email);
  await guest.getByLabel("Password", { exact: true }).fill(person.password);
  await press(guest.getByRole("button", { name: "Create account and join" }));
  await guest.waitForURL("**/flows");
  return guest;
}

/** Makes an invitation on the page of people; the link is shown once. */
export async function inviteLink(owner: Page, role: string, email = ""): Promise<string> {
  await owner.goto("/people");
  await press(owner.getByRole("button", { name: "Invite" }));
  await owner.getByLabel("E-mail (optional)").fill(email);
  await owner.getByLabel("Role", { exact: true }).selectOption(role);
  await owner.getByRole("button", { name: "Make the link" }).click();
  const field = owner.getByRole("textbox", { name: "Invitation link" });
  await field.waitFor();
  const link = await field.inputValue();
  await owner.getByRole("button", { name: "Done" }).click();
  return link;
}
