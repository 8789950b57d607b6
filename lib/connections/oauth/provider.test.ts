import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { actor, minute, OAuthBench, redirect } from "./oauth-bench.fixture.ts";
import { type OAuthServer, oauthClient, startOAuthServer } from "./oauth-server.fixture.ts";

const bench = new OAuthBench();

describe("oauth: Google and Microsoft", () => {
  let provider: OAuthServer;

  async function connectAt(kind: string, values: { [key: string]: string }) {
    const { id } = await bench.here.store.create(actor(), {
      name: kind,
      kind,
      values: {
        clientId: oauthClient.id,
        clientSecret: oauthClient.secret,
        allowInsecure: "true",
        ...values,
      },
    });
    const outcome = await bench.connect(id);
    return { ...(await bench.summary(id)), outcome };
  }

  it("google: says what was not given, and when the access ends", async () => {
    provider = await startOAuthServer({
      redirectUris: [redirect],
      tokenExtras: { refresh_token_expires_in: 604_800 },
    });
    try {
      const scopes = "https://www.googleapis.com/auth/drive.file";
      const google = await connectAt("google", { providerUrl: provider.url, scopes });
      assert.equal(google.settings.allowedHosts, "*.googleapis.com");
      assert.match(
        google.outcome.next,
        /Not given: https:\/\/www\.googleapis\.com\/auth\/drive\.file/,
      );
      const ends = new Date(bench.time.getTime() + 7 * 86_400_000).toISOString();
      assert.equal(google.expiresAt, ends);
      assert.match(google.outcome.next, new RegExp(ends.slice(0, 10)));
    } finally {
      await provider.close();
    }
  });

  it("google: an app in testing is known to end after seven days, as soon as somebody says so", async () => {
    provider = await startOAuthServer({ redirectUris: [redirect] });
    try {
      const { id, expiresAt } = await connectAt("google", { providerUrl: provider.url });
      assert.equal(expiresAt, null);
      const changed = await bench.here.store.update(actor(), id, { values: { inTesting: "true" } });
      const ends = new Date(bench.time.getTime() + 7 * 86_400_000).toISOString();
      assert.equal(changed.expiresAt, ends);
      // A new access token does not make it last longer.
      bench.later(60 * minute);
      await bench.here.store.resolve("w1", id);
      const kept = await bench.summary(id);
      assert.equal(kept.expiresAt, ends);
    } finally {
      await provider.close();
    }
  });

  it("microsoft: uses the tenant's addresses in the cloud that is named", async () => {
    provider = await startOAuthServer({
      redirectUris: [redirect],
      routes: {
        authorization: "/contoso/oauth2/v2.0/authorize",
        token: "/contoso/oauth2/v2.0/token",
        userinfo: "/oidc/userinfo",
      },
    });
    try {
      const { id, oauth, settings } = await connectAt("microsoft", {
        authority: provider.url,
        graphUrl: provider.url,
        tenant: "contoso",
      });
      assert.equal(oauth?.account, "ada@example.com");
      assert.equal(settings.allowedHosts, "graph.microsoft.com");
      const { revoked, message } = await bench.here.oauth.disconnect(actor(), id);
      assert.equal(revoked, false);
      assert.match(message, /no way to end an access/);
    } finally {
      await provider.close();
    }
  });
});
