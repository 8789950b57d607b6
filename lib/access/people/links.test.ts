import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "../contract.ts";
import type { NewInvitation } from "./contract.ts";
import { makeResetLink } from "./make-reset-link.ts";
import { caller, createPeopleBench, type PeopleBench, password } from "./people-bench.fixture.ts";

let bench: PeopleBench;
let owner: Actor;

before(async () => {
  bench = await createPeopleBench();
});
after(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  owner = await bench.owner();
});

const refusal = (code: string) => ({ code });
const anybody: NewInvitation = { role: "viewer", email: "", note: "" };
const day = 86_400_000;
const eve = { name: "Eve", email: "eve@example.com", password };
const stateOf = async (token: string) => (await bench.people.readInvitation(token, caller)).state;
const pass = (ms: number) => {
  bench.time.now = new Date(bench.time.now.getTime() + ms);
};

describe("an invitation", () => {
  it("tells what it is for, makes one member with its role, and is used then", async () => {
    const { people } = bench;
    const { token } = await people.invite(owner, { ...anybody, role: "operator", note: "Nights" });
    const view = await people.readInvitation(token, caller);
    assert.ok(view.state === "open");
    assert.deepEqual([view.workspace, view.role, view.invitedBy], ["Engines", "operator", "Ada"]);
    const [pending] = await people.invitations(owner);
    assert.deepEqual([pending?.note, pending?.createdBy], ["Nights", "Ada"]);
    await people.joinAsNew({ token, ...eve }, caller);
    assert.equal((await bench.signIn(eve.email)).role, "operator");
    assert.deepEqual(await people.invitations(owner), []);
    assert.equal(await stateOf(token), "used");
    const second = people.joinAsNew({ token, ...eve, email: "bob@example.com" }, caller);
    await assert.rejects(second, refusal("invalid_token"));
    const recorded = await bench.recorded(owner.workspaceId);
    for (const action of ["invitation.create", "member.join", "account.create"]) {
      assert.ok(recorded.includes(action), action);
    }
  });

  it("is accepted once by ten people at once", async () => {
    const { token } = await bench.people.invite(owner, anybody);
    const tries = Array.from({ length: 10 }, (_, index) =>
      bench.people.joinAsNew({ token, ...eve, email: `u${index}@example.com` }, caller),
    );
    const outcomes = await Promise.allSettled(tries);
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") assert.equal(outcome.reason.code, "invalid_token");
    }
    assert.equal((await bench.people.members(owner)).length, 2);
    assert.equal(await bench.database.prisma.user.count(), 2);
  });

  it("makes one account of one address that comes with two links at once", async () => {
    const links = [
      await bench.people.invite(owner, anybody),
      await bench.people.invite(owner, anybody),
    ];
    const outcomes = await Promise.allSettled(
      links.map(({ token }) => bench.people.joinAsNew({ token, ...eve }, caller)),
    );
    const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    assert.deepEqual(refused, ["email_taken"]);
    // The refused one did not use its link up.
    assert.equal((await bench.people.invitations(owner)).length, 1);
  });

  it("ends after seven days", async () => {
    const { token } = await bench.people.invite(owner, anybody);
    pass(7 * day - 1000);
    assert.equal(await stateOf(token), "open");
    pass(1000);
    assert.equal(await stateOf(token), "expired");
    assert.deepEqual(await bench.people.invitations(owner), []);
    const late = bench.people.joinAsNew({ token, ...eve }, caller);
    await assert.rejects(late, refusal("invalid_token"));
    assert.equal(await bench.database.prisma.user.count(), 1);
  });

  it("works no more once it is revoked, in any way of joining", async () => {
    const bob = await bench.member(owner, "admin", "Bob");
    await bench.people.createWorkspace(bob, { name: "Bob's own" });
    await bench.people.remove(owner, bob.userId);
    const { id, token } = await bench.people.invite(owner, anybody);
    await bench.people.revokeInvitation(owner, id);
    assert.equal(await stateOf(token), "revoked");
    const { people } = bench;
    const known = { token, email: "bob@example.com", password };
    await assert.rejects(people.joinAsNew({ token, ...eve }, caller), refusal("invalid_token"));
    await assert.rejects(people.joinWithPassword(known, caller), refusal("invalid_token"));
    await assert.rejects(people.join(bob, token), refusal("invalid_token"));
    await assert.rejects(people.revokeInvitation(owner, id), refusal("not_found"));
    assert.equal((await people.members(owner)).length, 1);
  });

  it("for an address is for that account only", async () => {
    const { people } = bench;
    const bob = await bench.member(owner, "admin", "Bob");
    await people.createWorkspace(bob, { name: "Bob's own" });
    const there = await bench.again(bob);
    assert.ok(there);
    const { token } = await people.invite(there, { ...anybody, email: eve.email });
    const other = { token, ...eve, email: "mallory@example.com" };
    await assert.rejects(people.joinAsNew(other, caller), refusal("not_permitted"));
    await assert.rejects(people.join(owner, token), refusal("not_permitted"));
    assert.equal(await stateOf(token), "open");
    await people.joinAsNew({ token, ...eve }, caller);
    const again = people.invite(there, { ...anybody, email: eve.email });
    await assert.rejects(again, refusal("already_member"));
  });

  it("takes who is signed in along, and is not spent on a member", async () => {
    const { people } = bench;
    const bob = await bench.member(owner, "admin", "Bob");
    const { id } = await people.createWorkspace(bob, { name: "Bob's own" });
    const there = await bench.again(bob);
    assert.ok(there);
    const { token } = await people.invite(there, { ...anybody, role: "editor" });
    await assert.rejects(people.join(there, token), refusal("already_member"));
    await people.join(owner, token);
    const moved = await bench.again(owner);
    assert.deepEqual([moved?.workspaceId, moved?.role], [id, "editor"]);
    assert.deepEqual(
      (await people.workspaces(owner)).map(({ name, role }) => [name, role]),
      [
        ["Bob's own", "editor"],
        ["Engines", "owner"],
      ],
    );
  });

  it("asks a known account for its password", async () => {
    const bob = await bench.member(owner, "viewer", "Bob");
    await bench.people.remove(owner, bob.userId);
    const { token } = await bench.people.invite(owner, anybody);
    const email = "bob@example.com";
    const taken = bench.people.joinAsNew({ token, ...eve, email }, caller);
    await assert.rejects(taken, refusal("email_taken"));
    const guess = bench.people.joinWithPassword({ token, email, password: "a guess" }, caller);
    await assert.rejects(guess, refusal("wrong_credentials"));
    assert.equal(await stateOf(token), "open");
    await bench.people.joinWithPassword({ token, email, password }, caller);
    assert.equal((await bench.people.members(owner)).length, 2);
  });

  it("is stored as a hash, and guessing links is slowed down", async () => {
    const { token } = await bench.people.invite(owner, anybody);
    const rows = await bench.database.prisma.invitation.findMany();
    const entries = await bench.database.prisma.auditEntry.findMany();
    const stored = JSON.stringify([rows, entries], (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    assert.ok(stored.includes("tokenHash"));
    assert.ok(!stored.includes(token));
    const stranger = { ...caller, ip: "198.51.100.7" };
    const guess = (index: number) => bench.people.readInvitation(`guess-${index}`, stranger);
    for (let index = 0; index < 20; index++) {
      assert.deepEqual(await guess(index), { state: "unknown" });
    }
    await assert.rejects(guess(20), refusal("rate_limited"));
    assert.equal(await stateOf(token), "open");
  });
});

describe("a link for a new password", () => {
  const fresh = "an entirely new sentence";

  it("sets it once, ends every session and unlocks the account", async () => {
    const { people } = bench;
    const bob = await bench.member(owner, "editor", "Bob");
    const { token } = await people.resetLink(owner, bob.userId);
    assert.deepEqual(await people.readReset(token, caller), {
      state: "open",
      email: "bob@example.com",
    });
    for (let index = 0; index < 5; index++) {
      await assert.rejects(bench.signIn("bob@example.com", "wrong"), refusal("wrong_credentials"));
    }
    await assert.rejects(bench.signIn("bob@example.com"), refusal("account_locked"));
    await people.resetPassword({ token, password: fresh }, caller);
    assert.equal(await bench.again(bob), null);
    assert.equal((await bench.signIn("bob@example.com", fresh)).userId, bob.userId);
    await assert.rejects(bench.signIn("bob@example.com"), refusal("wrong_credentials"));
    const twice = people.resetPassword({ token, password: "and another sentence" }, caller);
    await assert.rejects(twice, refusal("invalid_token"));
    assert.deepEqual(await people.readReset(token, caller), { state: "used" });
    const recorded = await bench.recorded(owner.workspaceId);
    assert.ok(recorded.includes("account.reset-link"));
    assert.ok(recorded.includes("account.password-reset"));
  });

  it("works once of two tries at once, and not after a day", async () => {
    const { people } = bench;
    const bob = await bench.member(owner, "editor", "Bob");
    const { token } = await people.resetLink(owner, bob.userId);
    const outcomes = await Promise.allSettled(
      [fresh, `${fresh} 2`].map((one) => people.resetPassword({ token, password: one }, caller)),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    const { token: late } = await people.resetLink(owner, bob.userId);
    pass(day);
    const tooLate = people.resetPassword({ token: late, password: fresh }, caller);
    await assert.rejects(tooLate, refusal("invalid_token"));
    assert.deepEqual(await people.readReset(late, caller), { state: "expired" });
  });

  it("ends when a newer one is made, and when its person gains something", async () => {
    const { people } = bench;
    const alan = await bench.member(owner, "admin", "Alan");
    const bob = await bench.member(owner, "viewer", "Bob");
    const state = async (token: string) => (await people.readReset(token, caller)).state;
    const { token: first } = await people.resetLink(alan, bob.userId);
    const { token: second } = await people.resetLink(alan, bob.userId);
    assert.deepEqual([await state(first), await state(second)], ["expired", "open"]);
    await people.transferOwnership(owner, { userId: bob.userId, password, stay: true });
    assert.equal(await state(second), "expired");
  });

  it("is not an admin's to make for somebody who is elsewhere too", async () => {
    const bob = await bench.member(owner, "admin", "Bob");
    await bench.people.createWorkspace(bob, { name: "Bob's own" });
    await assert.rejects(bench.people.resetLink(owner, bob.userId), refusal("not_permitted"));
    assert.equal(await bench.database.prisma.oneTimeToken.count(), 0);
  });

  it("is made by whoever runs the server, on record", async () => {
    const { prisma } = bench.database;
    await assert.rejects(makeResetLink(prisma, "nobody@example.com"), refusal("not_found"));
    const token = await makeResetLink(prisma, " Ada@Example.com", bench.time.now);
    await bench.people.resetPassword({ token, password: fresh }, caller);
    assert.equal((await bench.signIn("ada@example.com", fresh)).role, "owner");
    assert.ok((await bench.recorded(owner.workspaceId)).includes("account.reset-link"));
  });

  it("is not interchangeable with another kind of link", async () => {
    const { token } = await bench.people.invite(owner, anybody);
    assert.deepEqual(await bench.people.readReset(token, caller), { state: "unknown" });
    const misused = bench.people.resetPassword({ token, password: fresh }, caller);
    await assert.rejects(misused, refusal("invalid_token"));
  });
});
