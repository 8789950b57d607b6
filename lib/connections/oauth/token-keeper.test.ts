import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HttpClient } from "#lib/http/client.ts";
import { actor, minute, OAuthBench } from "./oauth-bench.fixture.ts";
import { oauthApp, oauthClient } from "./oauth-server.fixture.ts";

const bench = new OAuthBench();

describe("oauth: keeping tokens", () => {
  it("fetches a new token before the old one ends, and keeps the rotated refresh token", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    const before = await bench.stored(id);
    bench.later(54 * minute);
    await bench.here.store.resolve("w1", id);
    assert.equal(bench.refreshes.length, 0);
    bench.here.store.forget(id);
    bench.later(2 * minute);
    await bench.here.store.resolve("w1", id);
    assert.equal(bench.refreshes.length, 1);
    const after = await bench.stored(id);
    assert.notEqual(after.accessToken, before.accessToken);
    assert.notEqual(after.refreshToken, before.refreshToken);
    assert.equal((await bench.call(bench.here, id)).status, 200);
  });

  it("asks once, however many steps of however many processes need it at the same moment", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    bench.later(59 * minute);
    const tokens = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? bench.here : bench.there).store.resolve("w1", id),
      ),
    );
    assert.equal(bench.refreshes.length, 1);
    assert.equal(new Set(tokens.map(({ secrets }) => secrets.accessToken)).size, 1);
  });

  it("goes on with the old token while the provider is out of order, and fails when it ends", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    const { accessToken } = await bench.stored(id);
    bench.server.setBroken(true);
    bench.later(57 * minute);
    assert.equal((await bench.here.store.resolve("w1", id)).secrets.accessToken, accessToken);
    bench.here.store.forget(id);
    assert.equal((await bench.here.store.resolve("w1", id)).secrets.accessToken, accessToken);
    assert.equal(bench.server.tokenRequests.filter(({ grant }) => grant === "broken").length, 1);
    bench.here.store.forget(id);
    bench.later(4 * minute);
    await assert.rejects(bench.here.store.resolve("w1", id), { fault: "upstream" });
    assert.notEqual((await bench.summary(id)).state, "attention");
    bench.server.setBroken(false);
    await bench.here.store.resolve("w1", id);
  });

  it("asks for attention with the reason when the access was revoked, and works again once reconnected", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    assert.equal((await bench.call(bench.here, id)).status, 200);
    await bench.server.revokeAll("ada");
    await assert.rejects(bench.call(bench.here, id), (error: Error & { code?: string }) => {
      assert.equal(error.code, "connection_needs_attention");
      assert.match(error.message, /“Orders” needs attention: .*revoked or has run out/);
      return true;
    });
    const { state, attention } = await bench.summary(id);
    assert.equal(state, "attention");
    assert.equal(attention?.code, "oauth_ended");
    const asked = bench.server.tokenRequests.length;
    await assert.rejects(bench.here.store.resolve("w1", id), {
      code: "connection_needs_attention",
    });
    assert.equal(bench.server.tokenRequests.length, asked, "the provider is left alone");
    const entry = await bench.here.database.prisma.auditEntry.findFirstOrThrow({
      where: { action: "connection.attention", targetId: id },
    });
    assert.equal(entry.workspaceId, "w1");

    await bench.connect(id);
    assert.equal((await bench.summary(id)).attention, null);
    assert.equal((await bench.call(bench.here, id)).status, 200);
  });

  it("renews once when an API refuses the token, and tries again", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    await bench.server.dropAccessToken((await bench.stored(id)).accessToken ?? "");
    bench.server.tokenRequests.length = 0;
    const calls = await Promise.all([
      bench.call(bench.here, id),
      bench.call(bench.here, id),
      bench.call(bench.here, id),
    ]);
    assert.deepEqual(
      calls.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(bench.refreshes.length, 1);
  });

  it("bothers the provider once when an API takes no token at all", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    for (let step = 0; step < 3; step++) {
      assert.equal((await bench.call(bench.here, id, "/api/never")).status, 401);
    }
    assert.equal(bench.refreshes.length, 1);
    assert.equal((await bench.summary(id)).attention, null);
  });

  it("goes on with what somebody else has stored when its own refresh token was used up", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    const { prisma, pool } = bench.here.database;
    const envelopeOf = async () =>
      (await prisma.connection.findUniqueOrThrow({ where: { id } })).envelope ?? {};
    const older = await envelopeOf();
    bench.later(59 * minute);
    await bench.there.store.resolve("w1", id);
    const newer = await envelopeOf();
    const expected = (await bench.stored(id)).accessToken;
    await prisma.connection.update({ where: { id }, data: { envelope: older } });
    // A process that loses its database connection, and the lock with it, while it asks.
    const losing: HttpClient = {
      ...bench.http,
      async request(request) {
        if (request.url.endsWith("/token")) {
          await pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND state = 'idle in transaction'`,
          );
          await prisma.connection.update({ where: { id }, data: { envelope: newer } });
        }
        return await bench.http.request(request);
      },
    };
    const late = bench.createReplica(losing);
    try {
      const { secrets } = await late.store.resolve("w1", id);
      assert.equal(secrets.accessToken, expected);
      assert.deepEqual(bench.refreshes, [200, 400]);
      assert.equal((await bench.summary(id)).attention, null);
    } finally {
      await late.database.close();
    }
  });

  it("asks for attention when the app's secret is not accepted, and tries again once it was replaced", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    await bench.here.store.update(actor(), id, {
      values: { clientSecret: "not-the-right-secret" },
    });
    bench.later(61 * minute);
    await assert.rejects(bench.here.store.resolve("w1", id), {
      code: "connection_needs_attention",
    });
    assert.equal((await bench.summary(id)).attention?.code, "oauth_client_refused");
    await bench.here.store.update(actor(), id, { values: { clientSecret: oauthClient.secret } });
    assert.equal((await bench.summary(id)).attention, null);
    await bench.here.store.resolve("w1", id);
  });

  it("keeps the access over a change of name or scopes, and drops it for another app", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    await bench.here.store.update(actor(), id, {
      name: "Shop",
      values: { testUrl: `${bench.server.url}/api/me` },
    });
    assert.equal((await bench.here.store.test(actor(), id)).state, "ok");
    assert.equal((await bench.here.store.update(actor(), id, { name: "Shop 2" })).state, "ok");
    const entry = await bench.here.database.prisma.auditEntry.findFirstOrThrow({
      orderBy: { id: "desc" },
    });
    assert.equal(JSON.parse(JSON.stringify(entry.after)).secretReplaced, false);
    const other = { issuer: "https://login.example.org" };
    await assert.rejects(bench.here.store.update(actor(), id, { values: other }), {
      code: "invalid_input",
    });
    await bench.here.store.update(actor(), id, {
      values: { ...other, clientSecret: "another-secret" },
    });
    assert.equal((await bench.stored(id)).refreshToken, undefined);
    assert.equal((await bench.summary(id)).attention?.code, "oauth_not_connected");
    assert.equal((await bench.summary(id)).oauth, null);
  });

  it("goes to no host but those of its own", async () => {
    const id = await bench.newConnection({ allowedHosts: "api.example.com" });
    await bench.connect(id);
    await assert.rejects(bench.call(bench.here, id), { code: "egress_refused" });
  });

  it("tests by asking whose account it is", async () => {
    const id = await bench.newConnection();
    const unconnected = await bench.here.store.test(actor(), id);
    assert.equal(unconnected.lastTest?.ok, false);
    await bench.connect(id);
    const { state, lastTest } = await bench.here.store.test(actor(), id);
    assert.equal(state, "ok");
    assert.match(lastTest?.message ?? "", /ada@example\.com/);
  });

  it("gives the access back at the provider", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    const { accessToken = "" } = await bench.stored(id);
    const { revoked } = await bench.here.oauth.disconnect(actor(), id);
    assert.equal(revoked, true);
    assert.equal((await bench.stored(id)).accessToken, undefined);
    assert.equal((await bench.summary(id)).attention?.code, "oauth_not_connected");
    const headers = { authorization: `Bearer ${accessToken}` };
    assert.equal((await fetch(`${bench.server.url}/api/me`, { headers })).status, 401);
  });
});

describe("oauth: an app of its own", () => {
  it("fetches a token by itself, once for all processes, and another when it has ended", async () => {
    const id = await bench.newApp();
    assert.equal((await bench.summary(id)).attention, null);
    const calls = await Promise.all([bench.call(bench.here, id), bench.call(bench.there, id)]);
    assert.deepEqual(
      calls.map(({ status }) => status),
      [200, 200],
    );
    const said = JSON.parse(Buffer.from(calls[0]?.body ?? "").toString());
    assert.deepEqual(said, { who: oauthApp.id, scope: "read:orders" });
    assert.equal(bench.server.tokenRequests.length, 1);
    bench.here.store.forget(id);
    bench.later(58 * minute);
    await bench.here.store.resolve("w1", id);
    assert.equal(bench.server.tokenRequests.length, 2);
  });

  it("asks for attention when its secret is not accepted", async () => {
    const id = await bench.newApp({ clientSecret: "wrong-secret-of-the-app" });
    await assert.rejects(bench.here.store.resolve("w1", id), {
      code: "connection_needs_attention",
    });
    const { attention } = await bench.summary(id);
    assert.equal(attention?.code, "oauth_client_refused");
    assert.ok(!attention?.message.includes("wrong-secret-of-the-app"));
  });

  it("needs nobody to sign in", async () => {
    await assert.rejects(bench.here.oauth.start(actor(), await bench.newApp()), {
      code: "invalid_input",
    });
  });
});
