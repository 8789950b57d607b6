import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { authorise } from "#lib/http/authorise.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import { createConnectionStore } from "../connection-store.ts";
import type { ConnectionStore } from "../contract.ts";
import { createKeyRing, type KeyRing } from "../key-ring.ts";
import type { OAuthConnections } from "./contract.ts";
import { createOAuthConnections } from "./create-oauth-connections.ts";
import {
  type OAuthServer,
  oauthApp,
  oauthClient,
  startOAuthServer,
  walkThroughProvider,
} from "./oauth-server.fixture.ts";

const baseUrl = "http://localhost:3999";
const redirect = `${baseUrl}/oauth/callback`;
const minute = 60_000;

let testDatabase: TestDatabase;
let ring: KeyRing;
let http: HttpClient;
let server: OAuthServer;
let time = new Date();

/** One process of the product: its own pool, cache and token keeper on the one database. */
type Replica = { database: Database; store: ConnectionStore; oauth: OAuthConnections };
let here: Replica;
let there: Replica;

function createReplica(database: Database, client = http): Replica {
  const { prisma, pool } = database;
  const now = () => time;
  const store = createConnectionStore({ prisma, pool, ring, http: client, now });
  const { forget } = store;
  return {
    database,
    store,
    oauth: createOAuthConnections({ prisma, ring, http: client, baseUrl, forget, now }),
  };
}

before(async () => {
  testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);
  ring = await createKeyRing({
    encryptionKeys: `main:${randomBytes(32).toString("base64")}`,
    dataDir: "",
    mayGenerate: false,
    prisma: database.prisma,
  });
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  here = createReplica(database);
  there = createReplica(createDatabase(testDatabase.url));
  for (const id of ["w1", "w2"]) {
    await database.prisma.workspace.create({ data: { id, name: id, slug: id } });
  }
  server = await startOAuthServer({ redirectUris: [redirect] });
});
after(async () => {
  await server.close();
  await http.close();
  await Promise.all([here.database.close(), there.database.close()]);
  await testDatabase.drop();
});
beforeEach(async () => {
  time = new Date();
  server.setBroken(false);
  server.tokenRequests.length = 0;
  await here.database.prisma.connection.deleteMany();
});

function actor(changes: Partial<Actor> = {}): Actor {
  return {
    ...{ userId: "u1", name: "Ada", workspaceId: "w1", role: "admin" as Role },
    ...{ sessionIdHash: "session-1", ip: "", userAgent: "", requestId: "" },
    ...changes,
  };
}

async function newConnection(values: { [key: string]: string } = {}): Promise<string> {
  const made = await here.store.create(actor(), {
    name: "Orders",
    kind: "oauth2",
    values: {
      issuer: server.url,
      clientId: oauthClient.id,
      clientSecret: oauthClient.secret,
      scopes: "openid email offline_access read:orders",
      allowedHosts: server.host,
      allowInsecure: "true",
      ...values,
    },
  });
  return made.id;
}

/** There, through the provider's pages, and what it sends back. */
async function goAndReturn(id: string, allow = true, who = actor()) {
  const { url } = await here.oauth.start(who, id);
  const back = await walkThroughProvider(url, { login: "ada", allow }, redirect);
  return Object.fromEntries(back.searchParams);
}

async function connect(id: string, who = actor()) {
  const outcome = await here.oauth.finish(who, await goAndReturn(id, true, who));
  assert.equal(outcome.ok, true, outcome.message);
  return outcome;
}

async function summary(id: string) {
  const found = (await here.store.list(actor())).find((each) => each.id === id);
  assert.ok(found);
  return found;
}

const refreshes = () => server.tokenRequests.filter(({ grant }) => grant === "refresh_token");

/** Calls the provider's API as a step does. */
async function call({ store }: Replica, id: string, path = "/api/me") {
  const connection = await store.resolve("w1", id);
  const request = { method: "GET", url: `${server.url}${path}`, headers: {} };
  authorise(request, connection);
  return await sendAuthorised(http, request, connection);
}

const stored = async (id: string) => {
  const row = await here.database.prisma.connection.findUniqueOrThrow({ where: { id } });
  return JSON.parse(
    ring.open(row.envelope, { workspaceId: "w1", connectionId: id, kind: row.kind }),
  ) as { [key: string]: string } /* what the store writes */;
};

describe("oauth: connecting", () => {
  it("goes to the provider and back, and steps call the API with its token", async () => {
    const id = await newConnection();
    assert.equal((await summary(id)).state, "attention");
    await assert.rejects(here.store.resolve("w1", id), { code: "connection_needs_attention" });

    const outcome = await connect(id);
    assert.match(outcome.message, /as ada@example\.com/);
    const { state, oauth } = await summary(id);
    assert.equal(state, "untested");
    assert.equal(oauth?.account, "ada@example.com");
    assert.ok(oauth?.scopes.includes("read:orders"));

    const answer = await call(here, id);
    assert.equal(answer.status, 200);
    assert.equal(JSON.parse(Buffer.from(answer.body).toString()).who, "ada");
    const resolved = await here.store.resolve("w1", id);
    assert.deepEqual(Object.keys(resolved.secrets), ["accessToken"], "a step gets nothing else");
  });

  it("uses PKCE with S256, the fixed redirect address and a state nobody can guess", async () => {
    const { url } = await here.oauth.start(actor(), await newConnection());
    const asked = new URL(url).searchParams;
    assert.equal(asked.get("code_challenge_method"), "S256");
    assert.equal(asked.get("redirect_uri"), redirect);
    assert.ok((asked.get("state") ?? "").length >= 43);
    const rows = await here.database.prisma.oneTimeToken.findMany();
    assert.ok(!JSON.stringify(rows).includes(asked.get("state") ?? "-"), "kept as a hash only");
  });

  it("shows and stores no token outside the envelope", async () => {
    const id = await newConnection();
    await connect(id);
    const { accessToken = "", refreshToken = "" } = await stored(id);
    assert.ok(accessToken.length > 20 && refreshToken.length > 20);
    const { rows } = await here.database.pool.query(
      `SELECT (SELECT jsonb_agg(to_jsonb(c)) FROM connections c) AS c,
              (SELECT jsonb_agg(to_jsonb(a)) FROM audit_entries a) AS a,
              (SELECT jsonb_agg(to_jsonb(t)) FROM one_time_tokens t) AS t`,
    );
    const dump = JSON.stringify([rows, await here.store.list(actor())]);
    for (const token of [accessToken, refreshToken, oauthClient.secret]) {
      assert.ok(!dump.includes(token));
    }
  });

  it("puts it on record", async () => {
    const id = await newConnection();
    await connect(id);
    const entry = await here.database.prisma.auditEntry.findFirstOrThrow({
      where: { action: "connection.connect" },
      orderBy: { id: "desc" },
    });
    assert.equal(entry.targetId, id);
    assert.match(JSON.stringify(entry.after), /ada@example\.com/);
  });

  it("says so when the owner of the account says no", async () => {
    const id = await newConnection();
    const outcome = await here.oauth.finish(actor(), await goAndReturn(id, false));
    assert.equal(outcome.ok, false);
    assert.match(outcome.title, /not allowed/);
    assert.equal((await summary(id)).state, "attention");
  });

  it("takes the way back in the session and workspace that it began in only", async () => {
    const id = await newConnection();
    const parameters = await goAndReturn(id);
    for (const other of [{ sessionIdHash: "session-2" }, { workspaceId: "w2" }]) {
      const outcome = await here.oauth.finish(actor(other), parameters);
      assert.equal(outcome.title, "This was started elsewhere");
      assert.equal(outcome.connection, null);
    }
    assert.equal(server.tokenRequests.length, 0, "the code was not spent");
    assert.equal((await here.oauth.finish(actor(), parameters)).ok, true, "nor the state");
  });

  it("takes each way once, and tells a reload the same again", async () => {
    const id = await newConnection();
    const parameters = await goAndReturn(id);
    const outcomes = await Promise.all([
      here.oauth.finish(actor(), parameters),
      there.oauth.finish(actor(), parameters),
    ]);
    assert.ok(outcomes.some(({ ok }) => ok));
    for (const { ok, title } of outcomes) assert.ok(ok || title === "This was used already");
    assert.equal(server.tokenRequests.length, 1);
    assert.equal((await here.oauth.finish(actor(), parameters)).ok, true);
    assert.equal(server.tokenRequests.length, 1);
  });

  it("refuses after 10 minutes, and what it never sent", async () => {
    const parameters = await goAndReturn(await newConnection());
    time = new Date(time.getTime() + 10 * minute);
    assert.equal((await here.oauth.finish(actor(), parameters)).title, "That took too long");
    const forged = await here.oauth.finish(actor(), { state: "forged", code: "x" });
    assert.equal(forged.title, "This is not one of our links");
    assert.equal((await here.oauth.finish(actor(), {})).ok, false);
    assert.equal(server.tokenRequests.length, 0);
  });

  it("refuses when the connection became another one meanwhile, or is gone", async () => {
    const id = await newConnection();
    const parameters = await goAndReturn(id);
    await here.store.update(actor(), id, {
      values: { clientId: "other", clientSecret: "other-secret" },
    });
    assert.match((await here.oauth.finish(actor(), parameters)).title, /changed meanwhile/);
    await here.store.remove(actor(), id);
    const gone = await newConnection();
    const second = await goAndReturn(gone);
    await here.store.remove(actor(), gone);
    assert.match((await here.oauth.finish(actor(), second)).title, /gone/);
    assert.equal(server.tokenRequests.length, 0);
  });

  it("needs an administrator, and never leaves the workspace", async () => {
    const id = await newConnection();
    for (const role of ["editor", "operator", "viewer"] as const) {
      await assert.rejects(here.oauth.start(actor({ role }), id), { code: "not_permitted" });
      await assert.rejects(here.oauth.finish(actor({ role }), {}), { code: "not_permitted" });
      await assert.rejects(here.oauth.disconnect(actor({ role }), id), { code: "not_permitted" });
    }
    await assert.rejects(here.oauth.start(actor({ workspaceId: "w2" }), id), { code: "not_found" });
  });

  it("asks no provider over plain http unless an administrator allows it", async () => {
    const id = await newConnection({ allowInsecure: "" });
    await assert.rejects(here.oauth.start(actor(), id), { code: "insecure_credentials" });
  });

  it("reaches no provider that the outbound guard refuses", async () => {
    const closed = createHttpClient({});
    const { prisma, pool } = here.database;
    const store = createConnectionStore({ prisma, pool, ring, http: closed });
    const oauth = createOAuthConnections({
      ...{ prisma, ring, baseUrl, forget: store.forget },
      http: closed,
    });
    await assert.rejects(oauth.start(actor(), await newConnection()), { code: "egress_refused" });
    const app = await newApp();
    await assert.rejects(store.resolve("w1", app), { code: "egress_refused" });
    await closed.close();
  });
});

describe("oauth: keeping tokens", () => {
  it("fetches a new token before the old one ends, and keeps the rotated refresh token", async () => {
    const id = await newConnection();
    await connect(id);
    const before = await stored(id);
    time = new Date(time.getTime() + 54 * minute);
    await here.store.resolve("w1", id);
    assert.equal(refreshes().length, 0);
    here.store.forget(id);
    time = new Date(time.getTime() + 2 * minute);
    await here.store.resolve("w1", id);
    assert.equal(refreshes().length, 1);
    const after = await stored(id);
    assert.notEqual(after.accessToken, before.accessToken);
    assert.notEqual(after.refreshToken, before.refreshToken);
    assert.equal((await call(here, id)).status, 200);
  });

  it("asks once, however many steps of however many processes need it at the same moment", async () => {
    const id = await newConnection();
    await connect(id);
    time = new Date(time.getTime() + 59 * minute);
    const tokens = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? here : there).store.resolve("w1", id),
      ),
    );
    assert.equal(refreshes().length, 1);
    assert.equal(new Set(tokens.map(({ secrets }) => secrets.accessToken)).size, 1);
  });

  it("goes on with the old token while the provider is out of order, and fails when it ends", async () => {
    const id = await newConnection();
    await connect(id);
    const { accessToken } = await stored(id);
    server.setBroken(true);
    time = new Date(time.getTime() + 57 * minute);
    assert.equal((await here.store.resolve("w1", id)).secrets.accessToken, accessToken);
    here.store.forget(id);
    assert.equal((await here.store.resolve("w1", id)).secrets.accessToken, accessToken);
    assert.equal(server.tokenRequests.filter(({ grant }) => grant === "broken").length, 1);
    here.store.forget(id);
    time = new Date(time.getTime() + 4 * minute);
    await assert.rejects(here.store.resolve("w1", id), { fault: "upstream" });
    assert.notEqual((await summary(id)).state, "attention");
    server.setBroken(false);
    await here.store.resolve("w1", id);
  });

  it("asks for attention with the reason when the access was revoked, and works again once reconnected", async () => {
    const id = await newConnection();
    await connect(id);
    assert.equal((await call(here, id)).status, 200);
    await server.revokeAll("ada");
    await assert.rejects(call(here, id), (error: Error & { code?: string }) => {
      assert.equal(error.code, "connection_needs_attention");
      assert.match(error.message, /“Orders” needs attention: .*revoked or has run out/);
      return true;
    });
    const { state, attention } = await summary(id);
    assert.equal(state, "attention");
    assert.equal(attention?.code, "oauth_ended");
    const asked = server.tokenRequests.length;
    await assert.rejects(here.store.resolve("w1", id), { code: "connection_needs_attention" });
    assert.equal(server.tokenRequests.length, asked, "the provider is left alone");
    const entry = await here.database.prisma.auditEntry.findFirstOrThrow({
      where: { action: "connection.attention", targetId: id },
    });
    assert.equal(entry.workspaceId, "w1");

    await connect(id);
    assert.equal((await summary(id)).attention, null);
    assert.equal((await call(here, id)).status, 200);
  });

  it("renews once when an API refuses the token, and tries again", async () => {
    const id = await newConnection();
    await connect(id);
    await server.dropAccessToken((await stored(id)).accessToken ?? "");
    server.tokenRequests.length = 0;
    const calls = await Promise.all([call(here, id), call(here, id), call(here, id)]);
    assert.deepEqual(
      calls.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(refreshes().length, 1);
  });

  it("bothers the provider once when an API takes no token at all", async () => {
    const id = await newConnection();
    await connect(id);
    for (let step = 0; step < 3; step++) {
      assert.equal((await call(here, id, "/api/never")).status, 401);
    }
    assert.equal(refreshes().length, 1);
    assert.equal((await summary(id)).attention, null);
  });

  it("goes on with what somebody else has stored when its own refresh token was used up", async () => {
    const id = await newConnection();
    await connect(id);
    const { prisma, pool } = here.database;
    const envelopeOf = async () =>
      (await prisma.connection.findUniqueOrThrow({ where: { id } })).envelope ?? {};
    const older = await envelopeOf();
    time = new Date(time.getTime() + 59 * minute);
    await there.store.resolve("w1", id);
    const newer = await envelopeOf();
    const expected = (await stored(id)).accessToken;
    await prisma.connection.update({ where: { id }, data: { envelope: older } });
    // A process that loses its database connection, and the lock with it, while it asks.
    const losing: HttpClient = {
      ...http,
      async request(request) {
        if (request.url.endsWith("/token")) {
          await pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND state = 'idle in transaction'`,
          );
          await prisma.connection.update({ where: { id }, data: { envelope: newer } });
        }
        return await http.request(request);
      },
    };
    const late = createReplica(createDatabase(testDatabase.url), losing);
    try {
      const { secrets } = await late.store.resolve("w1", id);
      assert.equal(secrets.accessToken, expected);
      assert.deepEqual(
        refreshes().map(({ status }) => status),
        [200, 400],
      );
      assert.equal((await summary(id)).attention, null);
    } finally {
      await late.database.close();
    }
  });

  it("asks for attention when the app's secret is not accepted, and tries again once it was replaced", async () => {
    const id = await newConnection();
    await connect(id);
    await here.store.update(actor(), id, { values: { clientSecret: "not-the-right-secret" } });
    time = new Date(time.getTime() + 61 * minute);
    await assert.rejects(here.store.resolve("w1", id), { code: "connection_needs_attention" });
    assert.equal((await summary(id)).attention?.code, "oauth_client_refused");
    await here.store.update(actor(), id, { values: { clientSecret: oauthClient.secret } });
    assert.equal((await summary(id)).attention, null);
    await here.store.resolve("w1", id);
  });

  it("keeps the access over a change of name or scopes, and drops it for another app", async () => {
    const id = await newConnection();
    await connect(id);
    await here.store.update(actor(), id, {
      name: "Shop",
      values: { testUrl: `${server.url}/api/me` },
    });
    assert.equal((await here.store.test(actor(), id)).state, "ok");
    assert.equal((await here.store.update(actor(), id, { name: "Shop 2" })).state, "ok");
    const entry = await here.database.prisma.auditEntry.findFirstOrThrow({
      orderBy: { id: "desc" },
    });
    assert.equal(JSON.parse(JSON.stringify(entry.after)).secretReplaced, false);
    const other = { issuer: "https://login.example.org" };
    await assert.rejects(here.store.update(actor(), id, { values: other }), {
      code: "invalid_input",
    });
    await here.store.update(actor(), id, { values: { ...other, clientSecret: "another-secret" } });
    assert.equal((await stored(id)).refreshToken, undefined);
    assert.equal((await summary(id)).attention?.code, "oauth_not_connected");
    assert.equal((await summary(id)).oauth, null);
  });

  it("goes to no host but those of its own", async () => {
    const id = await newConnection({ allowedHosts: "api.example.com" });
    await connect(id);
    await assert.rejects(call(here, id), { code: "egress_refused" });
  });

  it("tests by asking whose account it is", async () => {
    const id = await newConnection();
    const unconnected = await here.store.test(actor(), id);
    assert.equal(unconnected.lastTest?.ok, false);
    await connect(id);
    const { state, lastTest } = await here.store.test(actor(), id);
    assert.equal(state, "ok");
    assert.match(lastTest?.message ?? "", /ada@example\.com/);
  });

  it("gives the access back at the provider", async () => {
    const id = await newConnection();
    await connect(id);
    const { accessToken = "" } = await stored(id);
    const { revoked } = await here.oauth.disconnect(actor(), id);
    assert.equal(revoked, true);
    assert.equal((await stored(id)).accessToken, undefined);
    assert.equal((await summary(id)).attention?.code, "oauth_not_connected");
    const headers = { authorization: `Bearer ${accessToken}` };
    assert.equal((await fetch(`${server.url}/api/me`, { headers })).status, 401);
  });
});

async function newApp(values: { [key: string]: string } = {}): Promise<string> {
  const made = await here.store.create(actor(), {
    name: "Nightly",
    kind: "oauth2-app",
    values: {
      issuer: server.url,
      clientId: oauthApp.id,
      clientSecret: oauthApp.secret,
      scopes: "read:orders",
      basicClient: "true",
      allowedHosts: server.host,
      allowInsecure: "true",
      ...values,
    },
  });
  return made.id;
}

describe("oauth: an app of its own", () => {
  it("fetches a token by itself, once for all processes, and another when it has ended", async () => {
    const id = await newApp();
    assert.equal((await summary(id)).attention, null);
    const calls = await Promise.all([call(here, id), call(there, id)]);
    assert.deepEqual(
      calls.map(({ status }) => status),
      [200, 200],
    );
    const said = JSON.parse(Buffer.from(calls[0]?.body ?? "").toString());
    assert.deepEqual(said, { who: oauthApp.id, scope: "read:orders" });
    assert.equal(server.tokenRequests.length, 1);
    here.store.forget(id);
    time = new Date(time.getTime() + 58 * minute);
    await here.store.resolve("w1", id);
    assert.equal(server.tokenRequests.length, 2);
  });

  it("asks for attention when its secret is not accepted", async () => {
    const id = await newApp({ clientSecret: "wrong-secret-of-the-app" });
    await assert.rejects(here.store.resolve("w1", id), { code: "connection_needs_attention" });
    const { attention } = await summary(id);
    assert.equal(attention?.code, "oauth_client_refused");
    assert.ok(!attention?.message.includes("wrong-secret-of-the-app"));
  });

  it("needs nobody to sign in", async () => {
    await assert.rejects(here.oauth.start(actor(), await newApp()), { code: "invalid_input" });
  });
});

describe("oauth: Google and Microsoft", () => {
  let provider: OAuthServer;

  async function connectAt(kind: string, values: { [key: string]: string }) {
    const { id } = await here.store.create(actor(), {
      name: kind,
      kind,
      values: {
        clientId: oauthClient.id,
        clientSecret: oauthClient.secret,
        allowInsecure: "true",
        ...values,
      },
    });
    const outcome = await connect(id);
    return { ...(await summary(id)), outcome };
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
      const ends = new Date(time.getTime() + 7 * 86_400_000).toISOString();
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
      const changed = await here.store.update(actor(), id, { values: { inTesting: "true" } });
      const ends = new Date(time.getTime() + 7 * 86_400_000).toISOString();
      assert.equal(changed.expiresAt, ends);
      // A new access token does not make it last longer.
      time = new Date(time.getTime() + 60 * minute);
      await here.store.resolve("w1", id);
      const kept = await summary(id);
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
      const { revoked, message } = await here.oauth.disconnect(actor(), id);
      assert.equal(revoked, false);
      assert.match(message, /no way to end an access/);
    } finally {
      await provider.close();
    }
  });
});
