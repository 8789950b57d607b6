import { expect, test } from "@playwright/test";
import { newConnection, unfold } from "../driver/connections.ts";
import { addNode, createFlow, inspector, openNode, saved } from "../driver/editor.ts";
import { joinAs } from "../driver/join.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

const editor = { name: "Edith", email: "edith@example.com", password: "a-password-for-edith" };

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(() => product?.stop());

test("a connection is used by whom an admin has let use it, and by nobody else", async ({
  browser,
}) => {
  const admin = await visitAsOwner(browser, product.baseUrl);
  const guest = await joinAs({ browser, owner: admin, baseUrl: product.baseUrl }, "editor", editor);

  await test.step("an admin makes a connection for admins only", async () => {
    await admin.goto("/connections");
    const dialog = await newConnection(admin, "Bearer");
    await dialog.getByRole("textbox", { name: /^Name/ }).fill("Payroll");
    await dialog.getByLabel(/^Token/).fill("a-token-of-the-payroll-0123");
    await expect(dialog.getByText("Flows may send this credential to any host")).toBeVisible();
    await dialog.getByLabel("Test address").fill("payroll.example.com/me");
    await dialog.getByRole("button", { name: "Only for payroll.example.com" }).click();
    await expect(dialog.getByLabel("Only for these hosts")).toHaveValue("payroll.example.com");
    await expect(dialog.getByText("Flows may send this credential to any host")).toBeHidden();
    await dialog.getByLabel("Test address").fill("");
    await unfold(dialog, "Who may use it");
    await dialog.getByLabel("In flows, it may be chosen by").selectOption("admins");
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await expect(admin.getByRole("button", { name: "More for Payroll" })).toBeVisible();
  });

  const option = inspector(guest).getByLabel("Connection", { exact: false }).first();
  const payroll = option.getByRole("option", { name: /^Payroll/ });
  await test.step("somebody else cannot put it into a flow", async () => {
    await createFlow(guest, "Salaries", "empty");
    await addNode(guest, "REST API");
    await openNode(guest, "REST API");
    await expect(payroll).toBeDisabled();
    await guest.goto("/connections");
    await expect(guest.getByRole("heading", { name: "Payroll" })).toBeVisible();
    await expect(guest.getByRole("button", { name: "More for Payroll" })).toHaveCount(0);
    await guest.goBack();
  });

  await test.step("the admin lets that person use it", async () => {
    await press(admin.getByRole("button", { name: "More for Payroll" }));
    await admin.getByRole("menuitem", { name: /^Edit/ }).click();
    const dialog = admin.getByRole("dialog");
    await unfold(dialog, "Who may use it");
    await dialog.getByLabel("In flows, it may be chosen by").selectOption("people");
    await dialog.getByRole("checkbox", { name: editor.name }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("now it can be chosen, and the flow is saved with it", async () => {
    await guest.reload();
    await openNode(guest, "REST API");
    await expect(payroll).toBeEnabled();
    await option.selectOption({ label: (await payroll.textContent()) ?? "" });
    await saved(guest);
  });

  await test.step("taken back, the step stays as it is, and says what else is refused", async () => {
    await admin.reload();
    await press(admin.getByRole("button", { name: "More for Payroll" }));
    await admin.getByRole("menuitem", { name: /^Edit/ }).click();
    const dialog = admin.getByRole("dialog");
    await unfold(dialog, "Who may use it");
    await dialog.getByLabel("In flows, it may be chosen by").selectOption("admins");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await guest.reload();
    await openNode(guest, "REST API");
    await inspector(guest).getByLabel("Method").selectOption("DELETE");
    await guest.getByRole("button", { name: "What now?" }).click();
    const why = guest.getByRole("dialog", { name: "Why it is not saved" });
    await expect(why).toContainText("uses the connection “Payroll”, which you may not use");
    await why.getByRole("button", { name: "Put “REST API” back" }).click();
    await saved(guest);
    await expect(inspector(guest).getByLabel("Method")).toHaveValue("GET");
  });
});
