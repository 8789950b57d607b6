import { expect, type Page, test } from "@playwright/test";
import {
  type OAuthServer,
  oauthClient,
  startOAuthServer,
} from "#lib/connections/oauth/oauth-server.fixture.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { newConnection } from "../driver/connections.ts";
import {
  createFlow,
  inspector,
  openNode,
  pasteDocument,
  publish,
  saved,
  showEverything,
} from "../driver/editor.ts";
import { joinAs } from "../driver/join.ts";
import { press } from "../driver/press.ts";
import { freePort, type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, ownerEnv, visitAsOwner } from "../driver/visit.ts";

let product: Product;
let provider: OAuthServer;

test.beforeAll(async () => {
  const port = await freePort();
  provider = await startOAuthServer({
    redirectUris: [`http://localhost:${port}/oauth/callback`],
  });
  product = await startProduct({
    port,
    env: { ...ownerEnv, PATCHBAY_EGRESS_ALLOW: provider.host },
  });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await provider?.close();
});

test("an account is connected, used, revoked at the provider and connected again", async ({
  browser,
}) => {
  const owner = await visitAsOwner(browser, product.baseUrl);
  const where = { browser, owner, baseUrl: product.baseUrl };
  const editor = await joinAs(where, "editor", person("Edda"));
  const viewer = await joinAs(where, "viewer", person("Vera"));
  const row = (page: Page) =>
    page.getByRole("main").getByRole("listitem").filter({ hasText: "Order system" });

  await test.step("an admin makes the connection, with the redirect address to copy", async () => {
    await owner.goto("/connections");
    const dialog = await newConnection(owner, "OAuth 2: an account");
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Order system");
    await expect(dialog.getByLabel("Redirect address", { exact: true })).toHaveValue(
      `${product.baseUrl}/oauth/callback`,
    );
    await dialog.getByLabel("Provider's address", { exact: true }).fill(provider.url);
    await dialog.getByLabel(/^Client ID/).fill(oauthClient.id);
    await dialog
      .getByLabel(/^Client secret/)
      .and(dialog.locator("input[type=password]"))
      .fill(oauthClient.secret);
    await dialog.getByLabel("Scopes", { exact: true }).fill("openid email read:orders");
    await dialog.getByLabel(/^Only for these hosts/).fill(provider.host);
    await dialog.getByRole("switch", { name: "Allow without encryption" }).click();
    await dialog.getByRole("button", { name: "Create connection" }).click();
    await expect(row(owner)).toContainText("Needs attention");
    await expect(row(owner)).toContainText("Nobody has connected an account yet.");
  });

  await test.step("who says no at the provider is told so", async () => {
    await press(owner.getByRole("button", { name: "Connect Order system" }));
    await owner.getByRole("button", { name: "Deny" }).click();
    await expect(owner.getByRole("heading", { name: "Access was not allowed" })).toBeVisible();
    expect(new URL(owner.url()).origin).toBe(product.baseUrl);
  });

  await test.step("who says yes is back with a connected account", async () => {
    await press(owner.getByRole("button", { name: "Try again" }));
    await owner.getByLabel("Account").fill("ada");
    await owner.getByRole("button", { name: "Allow" }).click();
    await expect(owner.getByRole("heading", { name: "“Order system” is connected" })).toBeVisible();
    await owner.getByRole("link", { name: "Back to the connections" }).click();
    await expect(row(owner)).toContainText("Connected as ada@example.com");
    await press(row(owner).getByRole("button", { name: "Test" }));
    await expect(row(owner)).toContainText("Works");
  });

  let hook = "";
  await test.step("an editor uses it in a step, and never sees a token", async () => {
    await editor.goto("/connections");
    await expect(row(editor)).toContainText("Connected as ada@example.com");
    await expect(editor.getByRole("button", { name: /^(Rec|C)onnect / })).toHaveCount(0);
    const flowId = await createFlow(editor, "Who am I", "empty");
    await pasteDocument(editor, callFlow(`${provider.url}/api/me`));
    await showEverything(editor);
    await openNode(editor, "Ask");
    await inspector(editor)
      .getByLabel("Connection", { exact: true })
      .selectOption({ label: "Order system (OAuth 2: an account)" });
    await saved(editor);
    await publish(editor);
    const answer = await editor.request.get(`/api/ui/flows/${flowId}`);
    const { hooks } = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
    hook = `${product.baseUrl}/hooks/${hooks[0]?.hookId}`;
    expect(await call(hook)).toEqual({ status: 200, text: '{"who": "ada"}' });
  });

  await test.step("a viewer sees it and can do nothing with it", async () => {
    await viewer.goto("/connections");
    await expect(row(viewer)).toContainText("Connected as ada@example.com");
    await expect(viewer.getByRole("button", { name: /Connect|Reconnect|Test/ })).toHaveCount(0);
    await viewer.goto(`${product.baseUrl}/oauth/callback?state=anything&code=anything`);
    await expect(
      viewer.getByRole("heading", { name: "Your role does not open this page" }),
    ).toBeVisible();
  });

  await test.step("revoked at the provider, the run fails by name and the page says so", async () => {
    await provider.revokeAll("ada");
    expect((await call(hook)).status).toBe(502);
    const listed = await owner.request.get("/api/ui/runs?state=failed");
    expect(await listed.text()).toContain("connection_needs_attention");
    await owner.goto("/connections");
    await expect(row(owner)).toContainText("Needs attention");
    await expect(row(owner)).toContainText("it was revoked or has run out");
  });

  await test.step("one click and one yes later it works again", async () => {
    await press(owner.getByRole("button", { name: "Reconnect Order system" }));
    await owner.getByRole("button", { name: "Allow" }).click();
    await expect(owner.getByRole("heading", { name: "“Order system” is connected" })).toBeVisible();
    expect(await call(hook)).toEqual({ status: 200, text: '{"who": "ada"}' });
  });

  await test.step("deleting it ends the access at the provider", async () => {
    await owner.goto("/connections");
    await press(owner.getByRole("button", { name: "More for Order system" }));
    await owner.getByRole("menuitem", { name: "Delete" }).click();
    const dialog = owner.getByRole("dialog");
    await expect(dialog.getByLabel("End its access at the provider too")).toBeChecked();
    await dialog.getByRole("textbox").fill("Order system");
    await dialog.getByRole("button", { name: "Delete connection" }).click();
    await expect(owner.getByText("has ended the access.", { exact: false }).first()).toBeVisible();
    await expect(row(owner)).toHaveCount(0);
  });
});

function person(name: string) {
  return { name, email: `${name.toLowerCase()}@example.com`, password: `a long one for ${name}` };
}

/** A webhook that answers with what an API says, as the text that the editor's paste takes. */
function callFlow(url: string): string {
  const node = (id: string, type: string, name: string, x: number, config: object) => ({
    ...{ id, key: id, type, name, version: 1, position: { x, y: 0 } },
    config: { ...definitionOf(type)?.defaults, ...config },
  });
  return JSON.stringify({
    patchbay: "clip",
    nodes: [
      node("hook", "webhook-trigger", "Webhook", 0, { respond: "result", methods: ["POST"] }),
      node("ask", "rest-api", "Ask", 352, { method: "GET", url }),
      node("answer", "respond", "Answer", 704, { bodyJson: '{"who": "{{ nodes.ask.body.who }}"}' }),
    ],
    edges: [
      { id: "e1", source: "hook", sourcePort: "done", target: "ask" },
      { id: "e2", source: "ask", sourcePort: "done", target: "answer" },
    ],
    notes: [],
  });
}

async function call(hook: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(hook, { method: "POST" });
  return { status: answer.status, text: await answer.text() };
}
