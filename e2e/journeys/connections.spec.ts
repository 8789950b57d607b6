import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { newConnection, unfold } from "../driver/connections.ts";
import { addNode, createFlow, inspector, openNode } from "../driver/editor.ts";
import { press } from "../driver/press.ts";
import { type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

const editor = { email: "edith@example.com", password: "a-long-password-for-editors" };

let product: Product;
let provider: Server;
let origin = "";
/** What the provider was sent. */
const received: { path: string; authorization: string; account: string; body: string }[] = [];
/** How it answers. */
let status = 200;

test.beforeAll(async () => {
  provider = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { url: path = "", headers } = request;
    const account = String(headers["x-account"] ?? "");
    received.push({ path, authorization: headers.authorization ?? "", account, body });
    response.writeHead(status, { "content-type": "application/json" });
    response.end('{"data":[{"id":"model-one"},{"id":"model-two"}]}');
  }).listen(0, "127.0.0.1");
  await once(provider, "listening");
  const address = provider.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  const env = { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${address.port}` };
  product = await startProduct({ env });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  provider?.closeAllConnections();
  provider?.close();
});

const row = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });
const create = (dialog: Locator) =>
  dialog.getByRole("button", { name: "Create connection" }).click();
const nameIt = (dialog: Locator, name: string) =>
  dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);

test("an admin sees at once whether a credential works, and what is the matter when it stops", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/connections");

  await test.step("a new key is tried as it is saved", async () => {
    const dialog = await newConnection(page, "OpenAI");
    await nameIt(dialog, "Models");
    await dialog.getByLabel(/^API key/).fill("sk-journey-0123456789");
    await unfold(dialog, "More options");
    await dialog.getByLabel(/^Base address/).fill(`${origin}/v1`);
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await create(dialog);
    await expect(row(page, "Models").getByText("Works")).toBeVisible();
    await expect(page.getByText(/accepted the key: 2 models/).first()).toBeVisible();
    expect(received.at(-1)).toMatchObject({
      path: "/v1/models",
      authorization: "Bearer sk-journey-0123456789",
    });
    expect(await page.content()).not.toContain("sk-journey-0123456789");
  });

  await test.step("it is revoked: the list says so, first", async () => {
    status = 401;
    await row(page, "Models").getByRole("button", { name: "Test" }).click();
    await expect(row(page, "Models").getByText("Failing")).toBeVisible();
    await page.getByRole("button", { name: /^Trouble/ }).click();
    await expect(page).toHaveURL(/view=trouble/);
    await page.reload();
    await expect(row(page, "Models").getByText(/refused the credential/)).toBeVisible();
    status = 200;
  });

  await test.step("the secret is replaced, without the old one having been shown", async () => {
    await press(page.getByRole("button", { name: "More for Models" }));
    await page.getByRole("menuitem", { name: /replace the secret/ }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel(/^API key/)).toHaveValue("");
    await dialog.getByLabel(/^API key/).fill("sk-replaced-0123456789");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => received.at(-1)?.authorization).toBe("Bearer sk-replaced-0123456789");
    await expect(page.getByText("No trouble")).toBeVisible();
  });

  await test.step("a copy of it has the same credential", async () => {
    await page.goto("/connections");
    await press(page.getByRole("button", { name: "More for Models" }));
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await row(page, "Models (copy)").getByRole("button", { name: "Test" }).click();
    await expect(row(page, "Models (copy)").getByText("Works")).toBeVisible();
    expect(received.at(-1)?.authorization).toBe("Bearer sk-replaced-0123456789");
  });
});

test("headers keep their values, and a hook gets a sample only when somebody says so", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  await page.goto("/connections");

  await test.step("two headers, one of them changed later", async () => {
    const dialog = await newConnection(page, "Custom headers");
    await nameIt(dialog, "Warehouse");
    await dialog.getByLabel(/^Headers/).fill("Authorization");
    await dialog.getByLabel("Value of header 1").fill("first-secret");
    await dialog.getByRole("button", { name: "Add a header" }).click();
    await dialog.getByLabel("Name of header 2").fill("X-Account");
    await create(dialog);
    await expect(dialog.getByText("Fill in the value of “X-Account”.")).toBeVisible();
    await dialog.getByLabel("Value of header 2").fill("77");
    await dialog.getByLabel(/^Test address/).fill(`${origin}/me`);
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await create(dialog);
    await expect(row(page, "Warehouse").getByText("Works")).toBeVisible();
    await press(page.getByRole("button", { name: "More for Warehouse" }));
    await page.getByRole("menuitem", { name: /replace the secret/ }).click();
    const again = page.getByRole("dialog");
    await expect(again.getByLabel("Value of header 1")).toHaveValue("");
    await again.getByLabel("Value of header 2").fill("78");
    await again.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => received.at(-1)?.account).toBe("78");
    expect(received.at(-1)?.authorization).toBe("first-secret");
  });

  await test.step("a hook at another host needs an admin's word, and a sample too", async () => {
    const dialog = await newConnection(page, "Make.com hook");
    await nameIt(dialog, "Night shift");
    await dialog.getByLabel(/^Hook address/).fill(`${origin}/hook-of-the-journey`);
    await create(dialog);
    await expect(dialog.getByText(/is not a host of this service/)).toBeVisible();
    await unfold(dialog, "More options");
    await dialog.getByRole("switch", { name: "Allow another host" }).click();
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await create(dialog);
    await expect(row(page, "Night shift")).toBeVisible();
    const before = received.length;
    await row(page, "Night shift").getByRole("button", { name: "Test" }).click();
    await expect(page.getByText(/can be tried only by using it/)).toBeVisible();
    expect(received.length).toBe(before);
    await page.getByRole("button", { name: "Send the sample" }).click();
    await expect(row(page, "Night shift").getByText("Works")).toBeVisible();
    expect(JSON.parse(received.at(-1)?.body ?? "")).toMatchObject({ test: true });
    expect(await page.content()).not.toContain("hook-of-the-journey");
  });
});

test("an editor is offered what is meant for the editor, this flow and this step", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const guest = await visit(browser, product.baseUrl);

  await test.step("somebody joins who builds flows", async () => {
    await page.goto("/people");
    await press(page.getByRole("button", { name: "Invite" }));
    await page.getByLabel("Role", { exact: true }).selectOption("editor");
    await page.getByRole("button", { name: "Make the link" }).click();
    const field = page.getByRole("textbox", { name: "Invitation link" });
    await expect(field).toHaveValue(/^http/);
    await guest.goto(await field.inputValue());
    await guest.getByLabel("Your name").fill("Edith");
    await guest.getByLabel("E-mail").fill(editor.email);
    await guest.getByLabel("Password", { exact: true }).fill(editor.password);
    await press(guest.getByRole("button", { name: "Create account and join" }));
    await guest.waitForURL("**/flows");
  });

  await test.step("an admin makes three tokens: for all, for admins, for another flow", async () => {
    await page.goto("/connections");
    for (const name of ["For all", "For admins", "For another flow"]) {
      const dialog = await newConnection(page, "Bearer token");
      await nameIt(dialog, name);
      await dialog.getByLabel(/^Token/).fill("token-of-the-journey");
      if (name === "For admins") {
        await unfold(dialog, "Who may use it");
        await dialog.getByLabel("In flows, it may be chosen by").selectOption("admins");
      }
      if (name === "For another flow") {
        await unfold(dialog, "Limits");
        await dialog.getByRole("checkbox", { name: /^Example/ }).check();
      }
      await create(dialog);
      await expect(row(page, name)).toBeVisible();
    }
    await expect(row(page, "For admins").getByText("For: Admins only")).toBeVisible();
    await expect(row(page, "For another flow").getByText(/Limits: “Example.*” only/)).toBeVisible();
  });

  await test.step("the editor can choose the first only, and reads why not the others", async () => {
    await createFlow(guest, "By Edith", "empty");
    await addNode(guest, "REST API");
    await openNode(guest, "REST API");
    const picker = inspector(guest).getByLabel("Connection", { exact: true });
    const option = (label: string) => picker.locator("option").filter({ hasText: label });
    await expect(option("For all (Bearer token)")).toBeEnabled();
    await expect(option("For admins (not shared with you)")).toBeDisabled();
    await expect(option("For another flow (not for this flow)")).toBeDisabled();
    await picker.selectOption({ label: "For all (Bearer token)" });
  });
});
