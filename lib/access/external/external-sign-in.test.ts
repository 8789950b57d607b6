import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { Secret, TOTP } from "otpauth";
import { createKeyRing, type KeyRing } from "#lib/connections/key-ring.ts";
import {
  type OAuthServer,
  oauthSignIn,
  startOAuthServer,
  walkThroughProvider,
} from "#lib/connections/oauth/oauth-server.fixture.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { caller, createPeopleBench, type PeopleBench } from "../people/people-bench.fixture.ts";
import { hashToken } from "../session-token.ts";
import type { ExternalSignIn, SignInProvider } from "./contract.ts";
import { createExternalSignIn } from "./create-external-sign-in.ts";

const baseUrl = "http://localhost:3999";
const redirect = `${baseUrl}/sign-in/callback`;
/** The provider's accounts; tests change what it says of them. */
const emails: { [login: string]: { email: string; verified: boolean } } = {};

let bench: PeopleBench;
let ring: KeyRing;
let http: HttpClient;
let server: OAuthServer;
let external: ExternalSignIn;

function createWith(provider: Partial<SignInProvider> = {}, client = http): ExternalSignIn {
  return createExternalSignIn({
    ...{ prisma: bench.database.prisma, ring, http: client, baseUrl },
    providers: [
      {
        ...{ id: "oidc", label: "Test provider", url: server.url },
        ...{ clientId: oauthSignIn.id, clientSecret: oauthSignIn.secret },
        ...provider,
      },
    ],
    clock: () => bench.time.now,
  });
}

before(async () => {
  bench = await createPeopleBench();
  ring = await createKeyRing({
    encryptionKeys: `main:${randomBytes(32).toString("base64")}`,
    dataDir: "",
    mayGenerate: false,
    prisma: bench.database.prisma,
  });
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  server = await startOAuthServer({ redirectUris: [redirect], emails });
});
after(async () => {
  await server.close();
  await http.close();
  await bench.close();
});
beforeEach(async () => {
  await bench.clear();
  for (const login of Object.keys(emails)) delete emails[login];
  external = createWith();
});

/** To the provider and as far as the way back. */
async function goAs(login: string, options: { next?: string; allow?: boolean } = {}) {
  const { url, browserToken } = await external.start(
    { provider: "oidc", next: options.next ?? "/" },
    caller,
  );
  const back = await walkThroughProvider(url, { login, allow: options.allow ?? true }, redirect);
  return { parameters: Object.fromEntries(back.searchParams), browserToken };
}

const signInAs = async (login: string) => external.finish(await goAs(login), caller);
const reasonOf = async (login: string) => {
  const outcome = await signInAs(login);
  return outcome.ok ? "signed in" : outcome.reason;
};

/** Whose session an outcome has opened. */
async function opened(outcome: Awaited<ReturnType<ExternalSignIn["finish"]>>) {
  assert.ok("sessionId" in outcome, "reason" in outcome ? outcome.reason : "a code is asked for");
  const session = await bench.database.prisma.session.findUniqueOrThrow({
    where: { idHash: hashToken(outcome.sessionId) },
    include: { user: true },
  });
  return { email: session.user.email, userId: session.userId, workspaceId: session.workspaceId };
}

const counts = async () => {
  const { prisma } = bench.database;
  return await Promise.all([
    prisma.user.count(),
    prisma.session.count(),
    prisma.signInIdentity.count(),
    prisma.membership.count(),
  ]);
};

describe("signing in at a provider", () => {
  it("opens a member's session by the verified address, on record", async () => {
    const owner = await bench.owner();
    const who = await opened(await signInAs("ada"));
    assert.deepEqual(who, {
      email: "ada@example.com",
      userId: owner.userId,
      workspaceId: owner.workspaceId,
    });
    const recorded = await bench.recorded(owner.workspaceId);
    assert.deepEqual(recorded.slice(-2), ["account.identity", "session.sign-in"]);
  });

  it("knows somebody by the provider's subject from then on, whatever the address", async () => {
    const owner = await bench.owner();
    await opened(await signInAs("ada"));
    emails.ada = { email: "lovelace@example.org", verified: false };
    assert.equal((await opened(await signInAs("ada"))).userId, owner.userId);
  });

  it("asks for the code of an account with a second factor, and changes nothing before it", async () => {
    const owner = await bench.owner();
    const { secret } = await bench.secondFactors.begin(owner);
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({
        timestamp: bench.time.now.getTime(),
      });
    await bench.secondFactors.confirm(owner, { code: code() });
    bench.time.now = new Date(bench.time.now.getTime() + 30_000);
    const before = await counts();
    const outcome = await external.finish(await goAs("ada", { next: "/runs" }), caller);
    assert.ok("ticket" in outcome, "no code was asked for");
    assert.equal(outcome.next, "/runs");
    assert.deepEqual(await counts(), before);
    const { ticket } = outcome;
    const wrong = bench.secondFactors.signIn({ ticket, code: "000000" }, caller);
    await assert.rejects(wrong, { code: "wrong_code" });
    assert.deepEqual(await counts(), before);

    const { sessionId, userId } = await bench.secondFactors.signIn(
      { ticket, code: code() },
      caller,
    );
    assert.equal(userId, owner.userId);
    assert.equal((await bench.actorOf(sessionId)).workspaceId, owner.workspaceId);
    const entry = await bench.database.prisma.auditEntry.findFirstOrThrow({
      where: { action: "session.sign-in" },
      orderBy: { at: "desc" },
    });
    assert.deepEqual(entry.after, { means: "app", provider: "oidc" });
    // Known by the provider's subject from now on, and asked again all the same.
    emails.ada = { email: "lovelace@example.org", verified: false };
    assert.ok("ticket" in (await signInAs("ada")));
    const again = bench.secondFactors.signIn({ ticket, code: code() }, caller);
    await assert.rejects(again, { code: "invalid_token" });
  });

  it("refuses an address that is not verified, and changes nothing", async () => {
    await bench.owner();
    emails.mallory = { email: "ada@example.com", verified: false };
    const before = await counts();
    assert.equal(await reasonOf("mallory"), "unverified");
    assert.deepEqual(await counts(), before);
  });

  it("refuses another account of the provider with a member's address", async () => {
    await bench.owner();
    await opened(await signInAs("ada"));
    emails.recycled = { email: "ada@example.com", verified: true };
    const before = await counts();
    assert.equal(await reasonOf("recycled"), "another");
    assert.deepEqual(await counts(), before);
  });

  it("refuses who is no member and not invited, and who was removed", async () => {
    const owner = await bench.owner();
    const before = await counts();
    assert.equal(await reasonOf("grace"), "uninvited");
    assert.deepEqual(await counts(), before);
    const member = await bench.member(owner, "editor", "Grace");
    await opened(await signInAs("grace"));
    await bench.people.remove(owner, member.userId);
    assert.equal(await reasonOf("grace"), "uninvited");
  });

  it("lets in who is invited by that address, with the invitation's role, once", async () => {
    const owner = await bench.owner();
    await bench.people.invite(owner, { role: "operator", email: "grace@example.com", note: "" });
    const who = await opened(await signInAs("grace"));
    assert.equal(who.workspaceId, owner.workspaceId);
    const membership = await bench.database.prisma.membership.findFirstOrThrow({
      where: { userId: who.userId },
    });
    assert.equal(membership.role, "operator");
    assert.equal((await bench.people.invitations(owner)).length, 0);
    assert.equal((await opened(await signInAs("grace"))).userId, who.userId);
    await assert.rejects(bench.signIn("grace@example.com", ""), { code: "wrong_credentials" });
  });

  it("does not take an invitation for whoever has the link, nor one that has expired", async () => {
    const owner = await bench.owner();
    await bench.people.invite(owner, { role: "editor", email: "", note: "" });
    assert.equal(await reasonOf("grace"), "uninvited");
    await bench.people.invite(owner, { role: "editor", email: "grace@example.com", note: "" });
    bench.time.now = new Date(bench.time.now.getTime() + 8 * 86_400_000);
    assert.equal(await reasonOf("grace"), "uninvited");
  });

  it("ends in the browser that it began in, once, within 10 minutes", async () => {
    await bench.owner();
    const back = await goAs("ada");
    const elsewhere = await external.finish({ ...back, browserToken: "another" }, caller);
    assert.deepEqual(elsewhere, { ok: false, reason: "elsewhere" });
    assert.equal((await external.finish(back, caller)).ok, true);
    assert.deepEqual(await external.finish(back, caller), { ok: false, reason: "expired" });
    const late = await goAs("ada");
    bench.time.now = new Date(bench.time.now.getTime() + 10 * 60_000);
    assert.deepEqual(await external.finish(late, caller), { ok: false, reason: "expired" });
    const forged = { parameters: { state: "x", code: "y" }, browserToken: "" };
    assert.deepEqual(await external.finish(forged, caller), { ok: false, reason: "expired" });
  });

  it("takes no code that was given for another way to the provider", async () => {
    await bench.owner();
    const mine = await goAs("ada");
    const theirs = await goAs("ada");
    const swapped = {
      ...mine,
      parameters: { ...mine.parameters, code: theirs.parameters.code ?? "" },
    };
    assert.deepEqual(await external.finish(swapped, caller), { ok: false, reason: "failed" });
  });

  it("says so when it was declined, and leads nowhere but to our own pages", async () => {
    await bench.owner();
    const declined = await external.finish(await goAs("ada", { allow: false }), caller);
    assert.deepEqual(declined, { ok: false, reason: "denied" });
    for (const [next, expected] of [
      ["https://evil.example", "/"],
      ["//evil.example", "/"],
      ["/connections", "/connections"],
    ] as const) {
      const outcome = await external.finish(await goAs("ada", { next }), caller);
      assert.equal(outcome.ok && outcome.next, expected);
    }
  });

  it("reaches no provider that the outbound guard refuses", async () => {
    const closed = createHttpClient({});
    const guarded = createWith({}, closed);
    const start = guarded.start({ provider: "oidc", next: "/" }, caller);
    await assert.rejects(start, { code: "oauth_refused" });
    await assert.rejects(guarded.start({ provider: "nobody", next: "/" }, caller), {
      code: "not_found",
    });
    await closed.close();
  });

  it("takes GitHub's primary address, and only when GitHub has verified it", async () => {
    const owner = await bench.owner();
    let verified = false;
    const github = createServer((request, response) => {
      const path = request.url?.split("?")[0] ?? "";
      const answers: { [path: string]: unknown } = {
        "/login/oauth/access_token": { access_token: "gho_token", token_type: "bearer" },
        "/api/v3/user": { id: 583_231, login: "ada", name: "Ada" },
        "/api/v3/user/emails": [
          { email: "other@example.com", primary: false, verified: true },
          { email: "Ada@example.com", primary: true, verified },
        ],
      };
      const isApi = path.startsWith("/api/");
      const known = !isApi || request.headers.authorization === "Bearer gho_token";
      response.writeHead(known && path in answers ? 200 : 401, {
        "content-type": "application/json",
      });
      response.end(JSON.stringify(answers[path] ?? {}));
    });
    await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
      const signIn = createWith({ id: "github", label: "GitHub", url });
      const round = async () => {
        const started = await signIn.start({ provider: "github", next: "/" }, caller);
        const address = new URL(started.url);
        assert.equal(address.pathname, "/login/oauth/authorize");
        const state = address.searchParams.get("state") ?? "";
        const { browserToken } = started;
        return signIn.finish({ parameters: { state, code: "a-code" }, browserToken }, caller);
      };
      assert.deepEqual(await round(), { ok: false, reason: "unverified" });
      verified = true;
      assert.equal((await opened(await round())).userId, owner.userId);
    } finally {
      github.closeAllConnections();
      github.close();
    }
  });
});
