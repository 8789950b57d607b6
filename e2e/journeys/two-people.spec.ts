import { expect, type Page, test } from "@playwright/test";
import {
  card,
  createFlow,
  editorReady,
  openNode,
  publish,
  saved,
  setTemplated,
} from "../driver/editor.ts";
import { joinAs } from "../driver/join.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

/** What a browser does when somebody comes back to its window. */
const comeBack = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event("focus")));

/** While both work, the first hears nothing of what the second saves. */
async function bothEdit(first: [Page, string], second: [Page, string]): Promise<void> {
  const asks = /\/draft\?after=/;
  await first[0].route(asks, (route) => route.abort());
  await setTemplated(second[0], "Message", second[1]);
  await saved(second[0]);
  await setTemplated(first[0], "Message", first[1]);
  await first[0].getByRole("dialog", { name: "Two versions of this flow" }).waitFor();
  await first[0].unroute(asks);
}

test("two people on one flow see each other's changes, and nobody's are lost", async ({
  browser,
}) => {
  const ada = await visitAsOwner(browser, product.baseUrl);
  const flowId = await createFlow(ada, "Together", "chat");
  const link = ada.url();
  const guest = { name: "Edda", email: "edda@example.com", password: "a-password-for-edda-here" };
  const colleague = await joinAs(
    { browser, owner: ada, baseUrl: product.baseUrl },
    "editor",
    guest,
  );
  await ada.goto(link);
  await editorReady(ada);
  await colleague.goto(link);
  await editorReady(colleague);
  const status = ada.getByRole("banner").getByRole("status");

  await test.step("an idle page shows what the other one saved, and keeps its selection", async () => {
    await openNode(ada, "Greet");
    await openNode(colleague, "Greet");
    await setTemplated(colleague, "Message", "Good day from Edda.");
    await saved(colleague);
    await comeBack(ada);
    await expect(card(ada, "Greet")).toContainText("Good day from Edda.");
    await expect(status).toHaveText("Updated with Edda's changes");
    await expect(ada.getByRole("textbox", { name: "Message", exact: true })).toContainText("Edda");
  });

  await test.step("also without anybody coming back to it", async () => {
    await setTemplated(colleague, "Message", "Good evening from Edda.");
    await expect(card(ada, "Greet")).toContainText("Good evening", { timeout: 25_000 });
  });

  await test.step("who publishes, publishes for both to see", async () => {
    const badge = (page: Page, text: string) =>
      page.getByRole("banner").getByText(text, { exact: true });
    await expect(badge(ada, "Draft")).toBeVisible();
    await publish(colleague);
    await comeBack(ada);
    await expect(badge(ada, "Live")).toBeVisible();
    await setTemplated(colleague, "Message", "Good night from Edda.");
    await saved(colleague);
    await comeBack(ada);
    await expect(badge(ada, "Changed")).toBeVisible();
  });

  await test.step("both versions of a setting stand side by side", async () => {
    await bothEdit([ada, "Hello from Ada."], [colleague, "Hello from Edda."]);
    const dialog = ada.getByRole("dialog", { name: "Two versions of this flow" });
    const step = dialog.getByRole("region", { name: "Greet" });
    await expect(step.getByRole("heading", { name: "Message" })).toBeVisible();
    await expect(step.getByRole("definition")).toHaveText(["Hello from Ada.", "Hello from Edda."]);
    await expect(step.locator("mark")).toHaveText(["Ada.", "Edda."]);
    await dialog.getByRole("button", { name: "Keep mine" }).click();
    await saved(ada);
  });

  await test.step("who was overruled learns of it, and brings the own version back", async () => {
    await comeBack(colleague);
    await expect(card(colleague, "Greet")).toContainText("Hello from Ada.");
    await press(colleague.getByRole("button", { name: "Publish", exact: true }));
    await colleague.getByRole("button", { name: "History" }).click();
    const history = colleague.getByRole("dialog", { name: "History" });
    await expect(history.getByRole("listitem")).toContainText(["Edda's version"]);
    await history.getByRole("button", { name: "Restore into the draft" }).click();
    await expect(card(colleague, "Greet")).toContainText("Hello from Edda.");
    await saved(colleague);
    await colleague.keyboard.press("Control+z");
    await expect(card(colleague, "Greet")).toContainText("Hello from Ada.");
    await saved(colleague);
  });

  await test.step("who gives way finds the own version in the history", async () => {
    await comeBack(ada);
    await expect(status).toHaveText("Updated with Edda's changes");
    await bothEdit([ada, "Ada's last word."], [colleague, "Edda's last word."]);
    await ada.getByRole("button", { name: "Take theirs" }).click();
    await expect(card(ada, "Greet")).toContainText("Edda's last word.");
    const kept = await ada.request.get(`/api/ui/flows/${flowId}/set-aside`);
    expect(await kept.json()).toMatchObject([
      { savedBy: "Admin", setAsideBy: "Admin" },
      { savedBy: "Edda", setAsideBy: "Admin" },
    ]);
  });
});
