import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "../contract.ts";
import { aboutInvitation, noteInvitationMail } from "./note-invitation-mail.ts";
import { caller, createPeopleBench, type PeopleBench, password } from "./people-bench.fixture.ts";

let bench: PeopleBench;
let owner: Actor;
let address = 0;

before(async () => {
  bench = await createPeopleBench({ sendsMail: true });
});
after(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  owner = await bench.owner();
});

const refusal = (code: string) => ({ code });
const email = "eve@example.com";
const forEve = { role: "viewer", email, note: "" } as const;
/** Somebody else every time, as far as limits by address go. */
const somebody = () => ({ ...caller, ip: `192.0.2.${address++ % 250}` });
const ask = (to: string) => bench.people.requestReset({ email: to }, somebody());
const newest = () => {
  const mail = bench.mails.at(-1);
  assert.ok(mail !== undefined);
  const token = /https:\/\/flows\.example\.com\/(?:reset|invite)\/(\S+)/.exec(mail.text)?.[1];
  assert.ok(token !== undefined);
  return { mail, token };
};
const hourMs = 3_600_000;
const pass = (ms: number) => {
  bench.time.now = new Date(bench.time.now.getTime() + ms);
};

describe("a forgotten password", () => {
  const set = (token: string, to = "another long password") =>
    bench.people.resetPassword({ token, password: to }, somebody());

  it("is replaced by the link in the mail, once, and every session ends", async () => {
    await ask(" ADA@example.com");
    const { mail, token } = newest();
    assert.equal(mail.to, "ada@example.com");
    await set(token);
    assert.equal(await bench.again(owner), null);
    await assert.rejects(bench.signIn("ada@example.com"), refusal("wrong_credentials"));
    const back = await bench.signIn("ada@example.com", "another long password");
    await assert.rejects(set(token, "a third long password"), refusal("invalid_token"));
    const recorded = await bench.recorded(back.workspaceId);
    for (const action of ["account.reset-request", "account.password-reset"]) {
      assert.ok(recorded.includes(action), action);
    }
  });

  it("has an hour", async () => {
    await ask("ada@example.com");
    const { token } = newest();
    pass(hourMs - 1);
    assert.equal((await bench.people.readReset(token, somebody())).state, "open");
    pass(1);
    assert.equal((await bench.people.readReset(token, somebody())).state, "expired");
    await assert.rejects(set(token), refusal("invalid_token"));
  });

  it("answers the same for an address without an account, and takes as long", async () => {
    const times: number[] = [];
    for (const to of ["ada@example.com", "nobody@example.com"]) {
      const begun = performance.now();
      assert.equal(await ask(to), undefined);
      times.push(performance.now() - begun);
    }
    assert.equal(bench.mails.length, 1);
    for (const ms of times) assert.ok(ms >= 295, `${ms} ms`);
  });

  it("ends every other link that was mailed", async () => {
    await ask("ada@example.com");
    const first = newest().token;
    await ask("ada@example.com");
    assert.equal((await bench.people.readReset(first, somebody())).state, "open");
    await set(newest().token);
    await assert.rejects(set(first), refusal("invalid_token"));
  });

  it("mails an address three times an hour, and lets one place ask twenty times in a while", async () => {
    await Promise.all(Array.from({ length: 6 }, () => ask("ada@example.com")));
    assert.equal(bench.mails.length, 3);
    pass(hourMs);
    await ask("ada@example.com");
    assert.equal(bench.mails.length, 4);
    const place = { ...caller, ip: "198.51.100.7" };
    const asking = Array.from({ length: 25 }, (_, index) =>
      bench.people.requestReset({ email: `u${index}@example.com` }, place),
    );
    const outcomes = await Promise.allSettled(asking);
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 20);
  });
});

describe("an invitation with an address", () => {
  const accept = (token: string) =>
    bench.people.joinAsNew({ token, name: "Eve", email, password }, somebody());

  it("is mailed to it, and works", async () => {
    const { mailed } = await bench.people.invite(owner, forEve);
    assert.equal(mailed, true);
    const { mail, token } = newest();
    assert.equal(mail.to, email);
    assert.match(mail.text, /Ada invites you to work in “Engines”/);
    await accept(token);
    assert.equal((await bench.signIn(email)).role, "viewer");
  });

  it("says what has become of its mail", async () => {
    const { id, token } = await bench.people.invite(owner, forEve);
    const state = async () => (await bench.people.invitations(owner))[0]?.mail;
    const about = aboutInvitation(token);
    assert.deepEqual(await state(), { state: "waiting" });
    const { prisma } = bench.database;
    const at = new Date();
    await noteInvitationMail(prisma, { about, at, state: "failed", error: "No such user." });
    assert.deepEqual(await state(), { state: "failed", error: "No such user." });
    await bench.people.inviteAgain(owner, { id, way: "mail" });
    // What is heard of the mail that was replaced says nothing of the new one.
    await noteInvitationMail(prisma, { about, at, state: "sent" });
    assert.deepEqual(await state(), { state: "waiting" });
  });

  it("is sent again with a new link, and the old one ends", async () => {
    const { id, token: old } = await bench.people.invite(owner, forEve);
    pass(8 * 24 * hourMs);
    await bench.people.inviteAgain(owner, { id, way: "mail" });
    assert.equal(bench.mails.length, 2);
    await assert.rejects(accept(old), refusal("invalid_token"));
    await accept(newest().token);
    await assert.rejects(
      bench.people.inviteAgain(owner, { id, way: "mail" }),
      refusal("not_found"),
    );
  });

  it("is not sent again by an editor, or from another workspace", async () => {
    const { id } = await bench.people.invite(owner, forEve);
    const editor = await bench.member(owner, "editor", "Bob");
    const again = { id, way: "link" } as const;
    await assert.rejects(bench.people.inviteAgain(editor, again), refusal("not_permitted"));
    const elsewhere = { ...owner, workspaceId: "another" };
    await assert.rejects(bench.people.inviteAgain(elsewhere, again), refusal("not_found"));
  });

  it("is handed over as a link without an address", async () => {
    const { mailed, id } = await bench.people.invite(owner, { ...forEve, email: "" });
    assert.equal(mailed, false);
    await assert.rejects(
      bench.people.inviteAgain(owner, { id, way: "mail" }),
      refusal("invalid_input"),
    );
    assert.equal(bench.mails.length, 0);
  });
});
