import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "../contract.ts";
import { createPeopleBench, type PeopleBench, password } from "./people-bench.fixture.ts";

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
/** Each of these is refused, with this code. */
async function assertRefused(tries: Promise<unknown>[], code: string): Promise<void> {
  for (const outcome of await Promise.allSettled(tries)) {
    assert.equal(outcome.status === "rejected" && outcome.reason.code, code);
  }
}
const rolesIn = async (actor: Actor) =>
  Object.fromEntries((await bench.people.members(actor)).map(({ name, role }) => [name, role]));

describe("changing a role", () => {
  it("holds from the next request on, and is on record", async () => {
    const eve = await bench.member(owner, "viewer", "Eve");
    await bench.people.changeRole(owner, { userId: eve.userId, role: "editor" });
    assert.equal((await bench.again(eve))?.role, "editor");
    const [entry] = await bench.database.prisma.auditEntry.findMany({
      where: { workspaceId: owner.workspaceId, action: "member.role" },
    });
    assert.deepEqual(
      [entry?.actorId, entry?.targetId, entry?.before, entry?.after],
      [owner.userId, eve.userId, { role: "viewer" }, { role: "editor" }],
    );
  });

  for (const role of ["editor", "operator", "viewer"] as const) {
    it(`is refused to somebody with the role ${role}, as is everything else about people`, async () => {
      const eve = await bench.member(owner, role, "Eve");
      const bob = await bench.member(owner, "viewer", "Bob");
      const { people } = bench;
      const { id } = await people.invite(owner, { role: "viewer", email: "", note: "" });
      const was = await rolesIn(owner);
      await assertRefused(
        [
          people.changeRole(eve, { userId: eve.userId, role: "admin" }),
          people.changeRole(eve, { userId: bob.userId, role: "editor" }),
          people.remove(eve, bob.userId),
          people.invite(eve, { role: "viewer", email: "", note: "" }),
          people.invitations(eve),
          people.revokeInvitation(eve, id),
          people.resetLink(eve, bob.userId),
          people.transferOwnership(eve, { userId: bob.userId, password, stay: true }),
          people.createWorkspace(eve, { name: "Mine" }),
        ],
        "not_permitted",
      );
      assert.deepEqual(await rolesIn(eve), was);
      assert.equal((await people.invitations(owner)).length, 1);
    });
  }

  it("an admin changes everybody but owners, and cannot make one", async () => {
    const admin = await bench.member(owner, "admin", "Alan");
    const other = await bench.member(admin, "admin", "Olga");
    await bench.people.changeRole(admin, { userId: other.userId, role: "viewer" });
    const { userId } = owner;
    const { people } = bench;
    await assertRefused(
      [
        people.changeRole(admin, { userId, role: "viewer" }),
        people.remove(admin, userId),
        people.resetLink(admin, userId),
        people.transferOwnership(admin, { userId: other.userId, password, stay: true }),
      ],
      "not_permitted",
    );
    assert.deepEqual(await rolesIn(owner), { Ada: "owner", Alan: "admin", Olga: "viewer" });
  });

  it("counts with the role of this moment, not with that of the session", async () => {
    const admin = await bench.member(owner, "admin", "Alan");
    const eve = await bench.member(owner, "viewer", "Eve");
    await bench.people.changeRole(owner, { userId: admin.userId, role: "viewer" });
    // The request that was under way still carries the old role.
    const stale = bench.people.changeRole(admin, { userId: eve.userId, role: "admin" });
    await assert.rejects(stale, refusal("not_permitted"));
  });
});

describe("the last owner", () => {
  it("can be neither demoted, nor removed, nor leave", async () => {
    const { people } = bench;
    const { userId } = owner;
    await assert.rejects(
      people.changeRole(owner, { userId, role: "admin" }),
      refusal("last_owner"),
    );
    await assert.rejects(people.remove(owner, userId), refusal("invalid_input"));
    await assert.rejects(people.leave(owner), refusal("last_owner"));
    assert.deepEqual(await rolesIn(owner), { Ada: "owner" });
  });

  it("is one of two who leave at once", async () => {
    const bob = await bench.member(owner, "admin", "Bob");
    await bench.people.transferOwnership(owner, { userId: bob.userId, password, stay: true });
    const outcomes = await Promise.allSettled([
      bench.people.leave(owner),
      bench.people.leave({ ...bob, role: "owner" }),
    ]);
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    const owners = await bench.database.prisma.membership.count({ where: { role: "owner" } });
    assert.equal(owners, 1);
  });
});

describe("transferring ownership", () => {
  it("asks for the password, and leaves an admin behind", async () => {
    const bob = await bench.member(owner, "viewer", "Bob");
    const { userId } = bob;
    const { people } = bench;
    const guess = { userId, password: "not the password", stay: false };
    await assert.rejects(people.transferOwnership(owner, guess), refusal("wrong_credentials"));
    assert.deepEqual(await rolesIn(owner), { Ada: "owner", Bob: "viewer" });
    await people.transferOwnership(owner, { userId, password, stay: false });
    assert.deepEqual(await rolesIn(owner), { Ada: "admin", Bob: "owner" });
    assert.ok((await bench.recorded(owner.workspaceId)).includes("workspace.transfer"));
    const back = people.transferOwnership(owner, { userId: owner.userId, password, stay: true });
    await assert.rejects(back, refusal("not_permitted"));
  });
});

describe("removing a member", () => {
  it("ends every session in this workspace at once, and none elsewhere", async () => {
    const eve = await bench.member(owner, "admin", "Eve");
    const { id: elsewhere } = await bench.people.createWorkspace(eve, { name: "Eve's own" });
    const phone = await bench.signIn("eve@example.com");
    await bench.people.switchWorkspace(phone, owner.workspaceId);
    await bench.people.remove(owner, eve.userId);
    assert.equal(await bench.again(phone), null);
    assert.equal((await bench.again(eve))?.workspaceId, elsewhere);
    await assert.rejects(
      bench.people.switchWorkspace(eve, owner.workspaceId),
      refusal("not_found"),
    );
    assert.deepEqual(await rolesIn(owner), { Ada: "owner" });
    assert.ok((await bench.recorded(owner.workspaceId)).includes("member.remove"));
  });

  it("leaves an account that can be invited again, and says so at sign-in", async () => {
    const eve = await bench.member(owner, "viewer", "Eve");
    await bench.people.remove(owner, eve.userId);
    assert.equal(await bench.again(eve), null);
    const email = "eve@example.com";
    await assert.rejects(bench.signIn(email), refusal("no_workspace"));
    const wrong = bench.signIn(email, "not the password");
    await assert.rejects(wrong, refusal("wrong_credentials"));
    const { token } = await bench.people.invite(owner, { role: "operator", email, note: "" });
    await bench.people.joinWithPassword({ token, email, password }, eve);
    assert.equal((await bench.signIn(email)).role, "operator");
  });
});

describe("leaving", () => {
  it("ends the sessions there; this one goes on where there is another workspace", async () => {
    const eve = await bench.member(owner, "admin", "Eve");
    const there = await bench.signIn("eve@example.com");
    const { id } = await bench.people.createWorkspace(eve, { name: "Eve's own" });
    assert.equal((await bench.again(eve))?.role, "owner");
    assert.deepEqual(await bench.people.leave(there), { elsewhere: true });
    assert.equal((await bench.again(there))?.workspaceId, id);
    assert.deepEqual(await rolesIn(owner), { Ada: "owner" });
  });

  it("ends the session of somebody without another workspace", async () => {
    const eve = await bench.member(owner, "viewer", "Eve");
    assert.deepEqual(await bench.people.leave(eve), { elsewhere: false });
    assert.equal(await bench.again(eve), null);
    assert.ok((await bench.recorded(owner.workspaceId)).includes("member.leave"));
  });
});

describe("another workspace", () => {
  it("is out of reach: an owner of one can do nothing to the people of the other", async () => {
    const admin = await bench.member(owner, "admin", "Alan");
    const bob = await bench.member(owner, "viewer", "Bob");
    const { id: invitation } = await bench.people.invite(owner, {
      role: "viewer",
      email: "",
      note: "",
    });
    await bench.people.createWorkspace(admin, { name: "Alan's own" });
    const alan = await bench.again(admin);
    assert.ok(alan);
    assert.equal(alan.role satisfies Role, "owner");
    await bench.people.remove(owner, alan.userId);
    const { people } = bench;
    const { userId } = bob;
    await assertRefused(
      [
        people.changeRole(alan, { userId, role: "editor" }),
        people.remove(alan, userId),
        people.resetLink(alan, userId),
        people.transferOwnership(alan, { userId, password, stay: true }),
        people.revokeInvitation(alan, invitation),
        people.switchWorkspace(alan, owner.workspaceId),
      ],
      "not_found",
    );
    assert.deepEqual(Object.keys(await rolesIn(alan)), ["Alan"]);
    assert.deepEqual(await people.invitations(alan), []);
    assert.deepEqual(await rolesIn(owner), { Ada: "owner", Bob: "viewer" });
    assert.equal((await people.invitations(owner)).length, 1);
    const mine = await people.workspaces(alan);
    assert.deepEqual(
      mine.map(({ name, role, current }) => [name, role, current]),
      [["Alan's own", "owner", true]],
    );
  });
});

describe("one's own account", () => {
  it("is signed out everywhere else in one go", async () => {
    const phone = await bench.signIn("ada@example.com");
    const tablet = await bench.signIn("ada@example.com");
    assert.equal(await bench.access.revokeOtherSessions(owner), 2);
    assert.deepEqual([await bench.again(phone), await bench.again(tablet)], [null, null]);
    assert.equal((await bench.again(owner))?.userId, owner.userId);
    assert.ok((await bench.recorded(owner.workspaceId)).includes("session.revoke-others"));
  });

  it("is renamed, for others too", async () => {
    await bench.people.rename(owner, { name: "Ada L." });
    assert.deepEqual(await rolesIn(owner), { "Ada L.": "owner" });
    assert.equal((await bench.again(owner))?.name, "Ada L.");
  });

  it("was last seen in the workspace where it was used", async () => {
    const joined = bench.time.now;
    bench.time.now = new Date(joined.getTime() + 1_000);
    await bench.people.createWorkspace(owner, { name: "Second" });
    bench.time.now = new Date(joined.getTime() + 10 * 60_000);
    const second = await bench.again(await bench.signIn("ada@example.com"));
    assert.ok(second);
    const [there] = await bench.people.members(second);
    const [here] = await bench.people.members(owner);
    assert.equal(there?.lastSeenAt, bench.time.now.toISOString());
    assert.equal(here?.lastSeenAt, joined.toISOString());
  });
});
