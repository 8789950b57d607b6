import { expect, type Page, test } from "@playwright/test";
import {
  type OAuthServer,
  oauthSignIn,
  startOAuthServer,
} from "#lib/connections/oauth/oauth-server.fixture.ts";
import { inviteLink } from "../driver/join.ts";
import { press } from "../driver/press.ts";
import {
  beginSecondFactor,
  codeOf,
  confirmSecondFactor,
  giveCode,
} from "../driver/second-factor.ts";
import { freePort, type Product, startProduct } from "../driver/start-product.ts";
import { endVisits, owner, ownerEnv, visit } from "../driver/visit.ts";

let product: Product;
let provider: OAuthServer;

test.beforeAll(async () => {
  const port = await freePort();
  provider = await startOAuthServer({
    redirectUris: [`http://localhost:${port}/sign-in/callback`],
    emails: {
      olga: { email: owner.email, verified: true },
      mallory: { email: owner.email, verified: false },
      oscar: { email: owner.email, verified: true },
    },
  });
  product = await startProduct({
    port,
    env: {
      ...ownerEnv,
      PATCHBAY_EGRESS_ALLOW: provider.host,
      PATCHBAY_OIDC_ISSUER: provider.url,
      PATCHBAY_OIDC_CLIENT_ID: oauthSignIn.id,
      PATCHBAY_OIDC_CLIENT_SECRET: oauthSignIn.secret,
      PATCHBAY_OIDC_NAME: "Test provider",
    },
  });
});

test.afterEach(({ browser }) => endVisits(browser));

test.afterAll(async () => {
  await product?.stop();
  await provider?.close();
});

/** Through the provider's page, as one of its accounts. */
async function signInAs(page: Page, account: string, allow = true): Promise<void> {
  await press(page.getByRole("button", { name: "Sign in with Test provider" }));
  await page.getByLabel("Account").fill(account);
  await page.getByRole("button", { name: allow ? "Allow" : "Deny" }).click();
}

test("members and invited people sign in at the provider, and nobody else", async ({ browser }) => {
  const page = await visit(browser, product.baseUrl);

  await test.step("an address that is not verified opens no account", async () => {
    const stranger = await visit(browser, product.baseUrl);
    await stranger.goto("/sign-in");
    await signInAs(stranger, "mallory");
    await expect(stranger.getByText("Your address is not verified there")).toBeVisible();
    expect((await stranger.request.get("/api/ui/account")).status()).toBe(401);
  });

  await test.step("the owner signs in and is where they wanted to be", async () => {
    await page.goto("/connections");
    await page.waitForURL("**/sign-in?next=*");
    await signInAs(page, "olga");
    await page.waitForURL(`${product.baseUrl}/connections`);
    const account = await page.request.get("/api/ui/account");
    expect(await account.json()).toMatchObject({ email: owner.email, role: "owner" });
  });

  await test.step("the same address at another account of the provider does not", async () => {
    const other = await visit(browser, product.baseUrl);
    await other.goto("/sign-in");
    await signInAs(other, "oscar");
    await expect(other.getByText("This address belongs to another account there")).toBeVisible();
  });

  await test.step("an account with a second factor is asked for its code there too", async () => {
    await page.goto("/account");
    const secret = await beginSecondFactor(page);
    await confirmSecondFactor(page, codeOf(secret));
    await page.getByRole("button", { name: "I have kept them" }).click();
    const phone = await visit(browser, product.baseUrl);
    await phone.goto("/sign-in?next=/runs");
    await signInAs(phone, "olga");
    await expect(phone.getByRole("heading", { name: "Your code" })).toBeVisible();
    expect((await phone.request.get("/api/ui/account")).status()).toBe(401);
    expect(phone.url()).not.toContain("ticket");
    await giveCode(phone, codeOf(secret, 1));
    await phone.waitForURL(`${product.baseUrl}/runs`);
  });

  const guest = await visit(browser, product.baseUrl);
  await test.step("who is not invited stays outside", async () => {
    await guest.goto("/sign-in");
    await signInAs(guest, "grace", false);
    await expect(guest.getByText("You were not signed in")).toBeVisible();
    await signInAs(guest, "grace");
    await expect(guest.getByText("You are not in any workspace")).toBeVisible();
  });

  await test.step("an invitation to the address lets them in, with its role", async () => {
    await inviteLink(page, "editor", "grace@example.com");
    // The provider still knows this browser, and asks nothing.
    await press(guest.getByRole("button", { name: "Sign in with Test provider" }));
    await guest.waitForURL("**/flows");
    const account = await guest.request.get("/api/ui/account");
    expect(await account.json()).toMatchObject({ email: "grace@example.com", role: "editor" });
  });

  await test.step("a way back that another browser began signs nobody in", async () => {
    const attacker = await visit(browser, product.baseUrl);
    const victim = await visit(browser, product.baseUrl);
    await attacker.route("**/sign-in/callback?*", (route) => route.abort());
    await attacker.goto("/sign-in");
    const leaving = attacker.waitForRequest("**/sign-in/callback?*");
    await signInAs(attacker, "grace");
    await victim.goto((await leaving).url());
    await expect(victim.getByText("This was started elsewhere")).toBeVisible();
    expect((await victim.request.get("/api/ui/account")).status()).toBe(401);
  });
});
