import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createHttpClient } from "#lib/http/client.ts";
import { actor, minute, OAuthBench, redirect } from "./oauth-bench.fixture.ts";
import { oauthClient } from "./oauth-server.fixture.ts";

const bench = new OAuthBench();

describe("oauth: connecting", () => {
  it("goes to the provider and back, and steps call the API with its token", async () => {
    const id = await bench.newConnection();
    assert.equal((await bench.summary(id)).state, "attention");
    await assert.rejects(bench.here.store.resolve("w1", id), {
      code: "connection_needs_attention",
    });

    const outcome = await bench.connect(id);
    assert.match(outcome.message, /as ada@example\.com/);
    const { state, oauth } = await bench.summary(id);
    assert.equal(state, "untested");
    assert.equal(oauth?.account, "ada@example.com");
    assert.ok(oauth?.scopes.includes("read:orders"));

    const answer = await bench.call(bench.here, id);
    assert.equal(answer.status, 200);
    assert.equal(JSON.parse(Buffer.from(answer.body).toString()).who, "ada");
    const resolved = await bench.here.store.resolve("w1", id);
    assert.deepEqual(Object.keys(resolved.secrets), ["accessToken"], "a step gets nothing else");
  });

  it("a provider without encryption is refused as it is saved, at its field", async () => {
    const issuesOf = (values: { [key: string]: string }) =>
      bench.newConnection(values).then(
        () => [],
        (error: { details?: { issues: { path: string }[] } }) =>
          error.details?.issues.map(({ path }) => path),
      );
    const elsewhere = "http://login.example.com";
    assert.deepEqual(await issuesOf({ issuer: elsewhere }), ["values.issuer"]);
    assert.deepEqual(
      await issuesOf({ authorizationUrl: `${elsewhere}/a`, tokenUrl: `${elsewhere}/t` }),
      ["values.authorizationUrl", "values.tokenUrl"],
    );
    assert.deepEqual(await issuesOf({ allowInsecure: "" }), ["values.issuer"]);
  });

  it("uses PKCE with S256, the fixed redirect address and a state nobody can guess", async () => {
    const { url } = await bench.here.oauth.start(actor(), await bench.newConnection());
    const asked = new URL(url).searchParams;
    assert.equal(asked.get("code_challenge_method"), "S256");
    assert.equal(asked.get("redirect_uri"), redirect);
    assert.ok((asked.get("state") ?? "").length >= 43);
    const rows = await bench.here.database.prisma.oneTimeToken.findMany();
    assert.ok(!JSON.stringify(rows).includes(asked.get("state") ?? "-"), "kept as a hash only");
  });

  it("shows and stores no token outside the envelope", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    const { accessToken = "", refreshToken = "" } = await bench.stored(id);
    assert.ok(accessToken.length > 20 && refreshToken.length > 20);
    const { rows } = await bench.here.database.pool.query(
      `SELECT (SELECT jsonb_agg(to_jsonb(c)) FROM connections c) AS c,
              (SELECT jsonb_agg(to_jsonb(a)) FROM audit_entries a) AS a,
              (SELECT jsonb_agg(to_jsonb(t)) FROM one_time_tokens t) AS t`,
    );
    const dump = JSON.stringify([rows, await bench.here.store.list(actor())]);
    for (const token of [accessToken, refreshToken, oauthClient.secret]) {
      assert.ok(!dump.includes(token));
    }
  });

  it("puts it on record", async () => {
    const id = await bench.newConnection();
    await bench.connect(id);
    const entry = await bench.here.database.prisma.auditEntry.findFirstOrThrow({
      where: { action: "connection.connect" },
      orderBy: { id: "desc" },
    });
    assert.equal(entry.targetId, id);
    assert.match(JSON.stringify(entry.after), /ada@example\.com/);
  });

  it("says so when the owner of the account says no", async () => {
    const id = await bench.newConnection();
    const outcome = await bench.here.oauth.finish(actor(), await bench.goAndReturn(id, false));
    assert.equal(outcome.ok, false);
    assert.match(outcome.title, /not allowed/);
    assert.equal((await bench.summary(id)).state, "attention");
  });

  it("takes the way back in the session and workspace that it began in only", async () => {
    const id = await bench.newConnection();
    const parameters = await bench.goAndReturn(id);
    for (const other of [{ sessionIdHash: "session-2" }, { workspaceId: "w2" }]) {
      const outcome = await bench.here.oauth.finish(actor(other), parameters);
      assert.equal(outcome.title, "This was started elsewhere");
      assert.equal(outcome.connection, null);
    }
    assert.equal(bench.server.tokenRequests.length, 0, "the code was not spent");
    assert.equal((await bench.here.oauth.finish(actor(), parameters)).ok, true, "nor the state");
  });

  it("takes each way once, and tells a reload the same again", async () => {
    const id = await bench.newConnection();
    const parameters = await bench.goAndReturn(id);
    const outcomes = await Promise.all([
      bench.here.oauth.finish(actor(), parameters),
      bench.there.oauth.finish(actor(), parameters),
    ]);
    assert.ok(outcomes.some(({ ok }) => ok));
    for (const { ok, title } of outcomes) assert.ok(ok || title === "This was used already");
    assert.equal(bench.server.tokenRequests.length, 1);
    assert.equal((await bench.here.oauth.finish(actor(), parameters)).ok, true);
    assert.equal(bench.server.tokenRequests.length, 1);
  });

  it("refuses after 10 minutes, and what it never sent", async () => {
    const parameters = await bench.goAndReturn(await bench.newConnection());
    bench.later(10 * minute);
    assert.equal((await bench.here.oauth.finish(actor(), parameters)).title, "That took too long");
    const forged = await bench.here.oauth.finish(actor(), { state: "forged", code: "x" });
    assert.equal(forged.title, "This is not one of our links");
    assert.equal((await bench.here.oauth.finish(actor(), {})).ok, false);
    assert.equal(bench.server.tokenRequests.length, 0);
  });

  it("refuses when the connection became another one meanwhile, or is gone", async () => {
    const id = await bench.newConnection();
    const parameters = await bench.goAndReturn(id);
    await bench.here.store.update(actor(), id, {
      values: { clientId: "other", clientSecret: "other-secret" },
    });
    assert.match((await bench.here.oauth.finish(actor(), parameters)).title, /changed meanwhile/);
    await bench.here.store.remove(actor(), id);
    const gone = await bench.newConnection();
    const second = await bench.goAndReturn(gone);
    await bench.here.store.remove(actor(), gone);
    assert.match((await bench.here.oauth.finish(actor(), second)).title, /gone/);
    assert.equal(bench.server.tokenRequests.length, 0);
  });

  it("needs an administrator, and never leaves the workspace", async () => {
    const id = await bench.newConnection();
    for (const role of ["editor", "operator", "viewer"] as const) {
      await assert.rejects(bench.here.oauth.start(actor({ role }), id), { code: "not_permitted" });
      await assert.rejects(bench.here.oauth.finish(actor({ role }), {}), { code: "not_permitted" });
      await assert.rejects(bench.here.oauth.disconnect(actor({ role }), id), {
        code: "not_permitted",
      });
    }
    await assert.rejects(bench.here.oauth.start(actor({ workspaceId: "w2" }), id), {
      code: "not_found",
    });
  });

  it("asks no provider over plain http unless an administrator allows it", async () => {
    const id = await bench.newConnection();
    const { prisma } = bench.here.database;
    const { settings } = await prisma.connection.findUniqueOrThrow({ where: { id } });
    // As it was stored before it was refused at once.
    const before = { ...(settings as object), allowInsecure: "" };
    await prisma.connection.update({ where: { id }, data: { settings: before } });
    await assert.rejects(bench.here.oauth.start(actor(), id), { code: "insecure_credentials" });
  });

  it("reaches no provider that the outbound guard refuses", async () => {
    const closed = createHttpClient({});
    const { database, store, oauth } = bench.createReplica(closed);
    const id = await bench.newConnection();
    await assert.rejects(oauth.start(actor(), id), { code: "egress_refused" });
    await assert.rejects(store.resolve("w1", await bench.newApp()), { code: "egress_refused" });
    await database.close();
    await closed.close();
  });
});
