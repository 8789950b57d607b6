import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { encode } from "next-auth/jwt";
import { createSecretBox } from "#lib/connections/secret-box.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { createAccessService } from "./access-service.ts";
import type { AccessService, Actor, NewOwner } from "./contract.ts";
import { ensureAdmin } from "./ensure-admin.ts";
import { hashToken } from "./session-token.ts";
import { issueSetupToken } from "./setup-token.ts";

const caller = { ip: "192.0.2.1", userAgent: "Test/1.0", requestId: "r1" };
const owner: NewOwner = {
  name: "Ada",
  email: "ada@example.com",
  password: "correct horse battery",
  workspace: "Engines",
  token: "",
};
const credentials = { email: owner.email, password: owner.password };
const secret = "a secret of this test only, long enough";

let testDatabase: TestDatabase;
let database: Database;
let now: Date;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  now = new Date("2026-05-01T12:00:00Z");
  await database.pool.query("DELETE FROM workspaces");
  await database.pool.query("DELETE FROM users");
  await database.pool.query("DELETE FROM one_time_tokens");
});

function service(options: { requireSetupToken?: boolean } = {}): AccessService {
  return createAccessService({
    prisma: database.prisma,
    ring: createSecretBox([{ id: "test", key: Buffer.alloc(32, 1) }]),
    sessionSecret: secret,
    secureCookies: false,
    requireSetupToken: options.requireSetupToken ?? false,
    clock: () => now,
  });
}

async function cookieOf(sessionId: string, using = secret): Promise<string> {
  const token = await encode({ token: { sessionId }, secret: using, maxAge: 3600 });
  return `theme=dark; next-auth.session-token=${token}; other=1`;
}

async function signedIn(access: AccessService): Promise<{ actor: Actor; cookie: string }> {
  const { sessionId } = await access.signIn(credentials, caller);
  const cookie = await cookieOf(sessionId);
  const actor = await access.actorFromCookies(cookie, caller);
  assert.ok(actor);
  return { actor, cookie };
}

async function actions(): Promise<string[]> {
  const { rows } = await database.pool.query<{ action: string }>(
    "SELECT action FROM audit_entries WHERE at > now() - interval '1 hour' ORDER BY id",
  );
  return rows.map(({ action }) => action);
}

const refusal = (code: string) => ({ code });

describe("the first account", () => {
  it("is created once, with a workspace, on record", async () => {
    const access = service();
    assert.equal(await access.needsSetup(), true);
    await access.createOwner(owner, caller);
    assert.equal(await access.needsSetup(), false);
    await assert.rejects(access.createOwner(owner, caller), refusal("already_set_up"));
    const { actor } = await signedIn(access);
    const account = await access.account(actor);
    assert.deepEqual([account.role, account.workspace.name], ["owner", "Engines"]);
    assert.ok((await actions()).includes("account.create"));
  });

  it("is one, of ten tries at once", async () => {
    const tries = Array.from({ length: 10 }, (_, index) =>
      service().createOwner({ ...owner, email: `u${index}@example.com` }, caller),
    );
    const outcomes = await Promise.allSettled(tries);
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal(await database.prisma.user.count(), 1);
    assert.equal(await database.prisma.workspace.count(), 1);
  });

  it("needs the printed link where strangers can reach the server", async () => {
    const access = service({ requireSetupToken: true });
    const token = await issueSetupToken(database.prisma, now);
    assert.ok(token);
    await assert.rejects(access.createOwner(owner, caller), refusal("invalid_token"));
    const guess = { ...owner, token: "a".repeat(43) };
    await assert.rejects(access.createOwner(guess, caller), refusal("invalid_token"));
    assert.equal(await database.prisma.user.count(), 0);
    await access.createOwner({ ...owner, token }, caller);
    assert.equal(await issueSetupToken(database.prisma, now), undefined);
  });

  it("does not take a link of yesterday", async () => {
    const access = service({ requireSetupToken: true });
    const token = (await issueSetupToken(database.prisma, now)) ?? "";
    now = new Date(now.getTime() + 24 * 3600_000);
    await assert.rejects(access.createOwner({ ...owner, token }, caller), refusal("invalid_token"));
  });

  it("comes from the environment, once", async () => {
    const admin = { email: "Root@Example.com", password: "long enough password" };
    assert.equal((await ensureAdmin(database.prisma, admin))?.role, "owner");
    assert.equal(await ensureAdmin(database.prisma, admin), undefined);
    await service().signIn({ ...admin, email: "root@example.com" }, caller);
    const short = { ...admin, password: "short" };
    await assert.rejects(ensureAdmin(database.prisma, short), /PATCHBAY_ADMIN_PASSWORD/);
  });

  it("stores the password as argon2id only", async () => {
    await service().createOwner(owner, caller);
    const { passwordHash } = await database.prisma.user.findFirstOrThrow();
    assert.match(passwordHash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe("signing in", () => {
  it("says the same about a wrong password and an unknown address", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const tell = (email: string) =>
      access.signIn({ email, password: "wrong password" }, caller).catch((error) => ({
        code: error.code,
        message: error.message,
        next: error.next,
      }));
    for (let turn = 0; turn < 7; turn++) {
      const [known, unknown] = [await tell(owner.email), await tell("nobody@example.com")];
      assert.deepEqual(known, unknown, `try ${turn + 1}`);
    }
  });

  it("lets an account rest after five wrong passwords, longer each time", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const wrong = () => access.signIn({ ...credentials, password: "wrong" }, caller);
    for (let turn = 0; turn < 5; turn++) {
      await assert.rejects(wrong(), refusal("wrong_credentials"));
    }
    await assert.rejects(access.signIn(credentials, caller), refusal("account_locked"));
    now = new Date(now.getTime() + 60_000);
    await assert.rejects(wrong(), refusal("wrong_credentials"));
    now = new Date(now.getTime() + 60_000);
    await assert.rejects(access.signIn(credentials, caller), refusal("account_locked"));
    now = new Date(now.getTime() + 60_000);
    await access.signIn(credentials, caller);
    await assert.rejects(wrong(), refusal("wrong_credentials"));
    await access.signIn(credentials, caller);
    assert.ok((await actions()).includes("session.refused"));
  });

  it("checks at most five of twenty guesses that arrive at once", async () => {
    await service().createOwner(owner, caller);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        service().signIn({ ...credentials, password: `guess ${index}` }, caller),
      ),
    );
    const codes = outcomes.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
    assert.equal(codes.filter((code) => code === "wrong_credentials").length, 5);
    assert.equal(codes.filter((code) => code === "account_locked").length, 15);
  });

  it("limits wrong tries by address, whatever the account", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    for (let turn = 0; turn < 20; turn++) {
      await assert.rejects(
        access.signIn({ email: `n${turn}@example.com`, password: "wrong" }, caller),
        refusal("wrong_credentials"),
      );
    }
    await assert.rejects(access.signIn(credentials, caller), refusal("rate_limited"));
    await access.signIn(credentials, { ...caller, ip: "192.0.2.2" });
    now = new Date(now.getTime() + 5 * 60_000);
    await access.signIn(credentials, caller);
  });

  it("stores a hash of the session's id only", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const { sessionId } = await access.signIn(credentials, caller);
    const row = await database.prisma.session.findFirstOrThrow();
    assert.equal(row.idHash, hashToken(sessionId));
    assert.ok(!JSON.stringify(row).includes(sessionId));
  });
});

describe("a session", () => {
  it("is found from its cookie, and not from forged ones", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const { sessionId } = await access.signIn(credentials, caller);
    const actor = await access.actorFromCookies(await cookieOf(sessionId), caller);
    assert.deepEqual([actor?.name, actor?.role, actor?.ip], ["Ada", "owner", caller.ip]);
    const forged = await cookieOf(sessionId, "another secret altogether, also long");
    const secure = (await cookieOf(sessionId)).replace("next-auth", "__Secure-next-auth");
    const bare = `next-auth.session-token=${sessionId}`;
    const unknown = await cookieOf("A".repeat(43));
    for (const header of [forged, secure, bare, unknown, "", "x", undefined]) {
      assert.equal(await access.actorFromCookies(header, caller), null);
    }
  });

  it("ends at once when it is signed out, revoked, or the membership goes", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const one = await signedIn(access);
    const two = await signedIn(access);
    await access.signOut(one.actor);
    assert.equal(await access.actorFromCookies(one.cookie, caller), null);
    await access.signOut(one.actor);
    assert.deepEqual(
      (await access.sessions(two.actor)).map(({ current }) => current),
      [true],
    );
    await access.revokeSession(two.actor, two.actor.sessionIdHash);
    assert.equal(await access.actorFromCookies(two.cookie, caller), null);
    const three = await signedIn(access);
    await database.prisma.membership.deleteMany();
    assert.equal(await service().actorFromCookies(three.cookie, caller), null);
  });

  it("of somebody else cannot be revoked", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const { actor, cookie } = await signedIn(access);
    const stranger = { ...actor, userId: "somebody-else" };
    await assert.rejects(access.revokeSession(stranger, actor.sessionIdHash), refusal("not_found"));
    assert.ok(await service().actorFromCookies(cookie, caller));
  });

  it("ends 30 days after its last use", async () => {
    const day = 86_400_000;
    const access = service();
    await access.createOwner(owner, caller);
    const { cookie } = await signedIn(access);
    const find = () => service().actorFromCookies(cookie, caller);
    const later = (days: number) => {
      now = new Date(now.getTime() + days * day);
    };
    later(29);
    assert.ok(await find());
    // The new end is written behind the request's back.
    const end = now.getTime() + 30 * day;
    while ((await database.prisma.session.findFirstOrThrow()).expiresAt.getTime() !== end);
    later(29);
    assert.ok(await find());
    while ((await database.prisma.session.findFirstOrThrow()).lastSeenAt.getTime() !== +now);
    later(30);
    assert.equal(await find(), null);
  });
});

describe("changing the password", () => {
  it("signs out every other browser and keeps this one", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const [here, there] = [await signedIn(access), await signedIn(access)];
    const next = "an entirely new sentence";
    await access.changePassword(here.actor, { current: owner.password, next });
    assert.ok(await access.actorFromCookies(here.cookie, caller));
    assert.equal(await access.actorFromCookies(there.cookie, caller), null);
    await assert.rejects(access.signIn(credentials, caller), refusal("wrong_credentials"));
    await access.signIn({ ...credentials, password: next }, caller);
    assert.ok((await actions()).includes("account.password"));
  });

  it("needs the current one and changes nothing otherwise", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const { actor } = await signedIn(access);
    const next = "an entirely new sentence";
    await assert.rejects(
      access.changePassword(actor, { current: "not it", next }),
      refusal("wrong_credentials"),
    );
    await access.signIn(credentials, caller);
  });

  it("does not happen when it cannot be put on record", async () => {
    const access = service();
    await access.createOwner(owner, caller);
    const { actor } = await signedIn(access);
    await database.pool.query(
      "ALTER TABLE audit_entries ADD CONSTRAINT no_room CHECK (action <> 'account.password') NOT VALID",
    );
    try {
      await assert.rejects(
        access.changePassword(actor, { current: owner.password, next: "another sentence" }),
      );
    } finally {
      await database.pool.query("ALTER TABLE audit_entries DROP CONSTRAINT no_room");
    }
    await access.signIn(credentials, caller);
  });
});
