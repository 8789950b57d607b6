import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "../driver/browser.ts";
import { exampleFlowPath } from "../driver/pages.ts";
import { press } from "../driver/press.ts";
import { type Product, repository, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visit, visitAsOwner } from "../driver/visit.ts";

const viewer = { email: "vera@example.com", password: "a-long-password-for-viewers" };

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: ownerEnv });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
});

/** The link that a dialog shows once. */
async function linkIn(page: Page, label: string): Promise<string> {
  const field = page.getByRole("textbox", { name: label });
  await expect(field).toHaveValue(/^http/);
  return field.inputValue();
}

test("an invited viewer sees and cannot change, and is out the moment the owner removes her", async ({
  browser,
}) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const guest = await visit(browser, product.baseUrl);
  const flowPath = await exampleFlowPath(page);

  const link = await test.step("the owner makes an invitation for a viewer", async () => {
    await page.goto("/people");
    await press(page.getByRole("button", { name: "Invite" }));
    await page.getByLabel("Role", { exact: true }).selectOption("viewer");
    await page.getByLabel("Note (optional)").fill("Vera from the night shift");
    await page.getByRole("button", { name: "Make the link" }).click();
    const made = await linkIn(page, "Invitation link");
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByText("Vera from the night shift")).toBeVisible();
    return made;
  });

  await test.step("she accepts it in another browser", async () => {
    await guest.goto(link);
    await guest.getByLabel("Your name").fill("Vera");
    await guest.getByLabel("E-mail").fill(viewer.email);
    await guest.getByLabel("Password", { exact: true }).fill(viewer.password);
    await press(guest.getByRole("button", { name: "Create account and join" }));
    await guest.waitForURL("**/flows");
    await expect(guest.getByRole("link", { name: /^Example/ })).toBeVisible();
  });

  await test.step("she sees everything and finds nothing to change it with", async () => {
    await expect(guest.getByRole("button", { name: "New flow" })).toHaveCount(0);
    await guest.goto(flowPath);
    await expect(guest.locator(".react-flow__node").first()).toBeVisible();
    await expect(guest.getByRole("button", { name: "Publish" })).toHaveCount(0);
    await guest.goto("/connections");
    await expect(guest.getByText("Here you see which connections there are")).toBeVisible();
    await expect(guest.getByRole("button", { name: "New connection" })).toHaveCount(0);
    await guest.goto("/people");
    await expect(guest.getByText("You are a viewer")).toBeVisible();
    await expect(guest.getByRole("button", { name: "Invite" })).toHaveCount(0);
  });

  await test.step("the server refuses the owner's own request from her browser", async () => {
    // What the owner's page sends is recorded, and sent again with her cookies.
    await page.goto("/flows");
    const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
    await press(page.getByRole("button", { name: "New flow" }));
    await page.getByRole("dialog").getByRole("textbox").first().fill("By the owner");
    await page.getByRole("button", { name: "Create flow" }).click();
    const request = await sent;
    const { "next-action": action = "", "content-type": type = "" } = request.headers();
    const again = (visitor: Page) =>
      visitor.request.post("/flows", {
        headers: {
          "next-action": action,
          "content-type": type,
          origin: product.baseUrl,
          accept: "text/x-component",
        },
        data: request.postData() ?? "",
      });
    const refused = await (await again(guest)).text();
    expect(refused).toContain("not_permitted");
    // The same bytes from the owner do make one: what refused was the role.
    expect(await (await again(page)).text()).not.toContain("not_permitted");
    const answer = await page.request.get("/api/ui/flows");
    const flows = (await answer.json()) as { name: string }[] /* FlowSummary */;
    expect(flows.filter(({ name }) => name.startsWith("By the owner"))).toHaveLength(2);
  });

  await test.step("the link says that it has been used", async () => {
    const stranger = await visit(browser, product.baseUrl);
    await stranger.goto(link);
    await expect(stranger.getByText("has been used already")).toBeVisible();
  });

  await test.step("removed, she is out with her next click", async () => {
    await page.goto("/people");
    await press(page.getByRole("button", { name: "More for Vera" }));
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("Vera");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("Vera is out of the workspace.", { exact: true })).toBeVisible();
    expect((await guest.request.get("/api/ui/flows")).status()).toBe(401);
    await guest.goto("/flows");
    await guest.waitForURL("**/sign-in?next=*");
    await guest.getByLabel("E-mail").fill(viewer.email);
    await guest.getByLabel("Password", { exact: true }).fill(viewer.password);
    await press(guest.getByRole("button", { name: "Sign in", exact: true }));
    await expect(guest.getByText("You are not in any workspace any more.")).toBeVisible();
  });
});

test("a forgotten password is set anew by a link from the command line", async ({ browser }) => {
  const page = await visitAsOwner(browser, product.baseUrl);
  const { stdout } = await promisify(execFile)(
    join(repository, "node_modules/.bin/node"),
    [
      "--disable-warning=ExperimentalWarning",
      ...["lib/server/cli.ts", "account", "reset-link", ownerEnv.PATCHBAY_ADMIN_EMAIL],
    ],
    {
      cwd: repository,
      env: {
        ...process.env,
        PATCHBAY_DATA_DIR: product.dataDir,
        PORT: String(product.port),
      },
    },
  );
  const visitor = await visit(browser, product.baseUrl);
  await visitor.goto(stdout.trim());
  const fresh = "a-new-password-for-the-owner";
  await visitor.getByLabel("New password").and(visitor.locator("input")).fill(fresh);
  await press(visitor.getByRole("button", { name: "Set password" }));
  await expect(visitor.getByText("Your password is set")).toBeVisible();
  expect((await page.request.get("/api/ui/flows")).status()).toBe(401);
  await signIn(visitor, { email: ownerEnv.PATCHBAY_ADMIN_EMAIL, password: fresh });
  await expect(visitor.getByRole("heading", { name: "Flows" })).toBeVisible();
});
