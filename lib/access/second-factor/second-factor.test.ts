import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { Secret, TOTP } from "otpauth";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { Actor } from "../contract.ts";
import {
  caller,
  createPeopleBench,
  type PeopleBench,
  password,
} from "../people/people-bench.fixture.ts";
import { requirePermission } from "../permissions.ts";
import { takeSecondFactor } from "./take-second-factor.ts";

let bench: PeopleBench;
let owner: Actor;

before(async () => {
  bench = await createPeopleBench();
});
after(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  bench.time.now = new Date("2026-05-01T12:00:00Z");
  owner = await bench.owner();
});

const refusal = (code: string) => ({ code });
const email = "ada@example.com";
const pass = (ms: number) => {
  bench.time.now = new Date(bench.time.now.getTime() + ms);
};
/** What an app shows that knows this secret, so many steps from now. */
function codeOf(secret: string, steps = 0): string {
  const timestamp = bench.time.now.getTime() + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

async function turnOn(actor = owner) {
  const { secret } = await bench.secondFactors.begin(actor);
  const { recoveryCodes } = await bench.secondFactors.confirm(actor, { code: codeOf(secret) });
  pass(30_000);
  return { secret, recoveryCodes };
}

/** The first step of a sign-in, with the right password. */
async function ticketOf(who = email): Promise<string> {
  try {
    await bench.access.signIn({ email: who, password }, caller);
  } catch (error) {
    if (!isPatchbayError(error) || error.code !== "second_factor_required") throw error;
    const ticket = error.details?.ticket;
    assert.ok(typeof ticket === "string");
    return ticket;
  }
  throw new assert.AssertionError({ message: "no code was asked for" });
}
const step = (ticket: string, code: string) => bench.secondFactors.signIn({ ticket, code }, caller);

describe("a second factor", () => {
  it("is asked for once a code has shown that the app knows the secret", async () => {
    const { secret, uri } = await bench.secondFactors.begin(owner);
    assert.match(uri, /^otpauth:\/\/totp\/Patchbay:ada%40example\.com\?/);
    await bench.signIn(email);
    const wrong = codeOf(secret) === "000000" ? "000001" : "000000";
    await assert.rejects(
      bench.secondFactors.confirm(owner, { code: wrong }),
      refusal("wrong_code"),
    );
    const { recoveryCodes } = await bench.secondFactors.confirm(owner, { code: codeOf(secret) });
    assert.equal(new Set(recoveryCodes).size, 10);
    pass(30_000);
    const { sessionId } = await step(await ticketOf(), codeOf(secret));
    assert.equal((await bench.actorOf(sessionId)).userId, owner.userId);
    await assert.rejects(bench.secondFactors.begin(owner), refusal("second_factor_on"));
  });

  it("stores neither its secret nor its recovery codes as they are", async () => {
    const { secret, recoveryCodes } = await turnOn();
    const { rows } = await bench.database.pool.query(
      "SELECT f.*, r.* FROM second_factors f JOIN recovery_codes r USING (user_id)",
    );
    const stored = JSON.stringify(rows);
    assert.equal(rows.length, 10);
    assert.ok(!stored.includes(secret));
    for (const code of recoveryCodes) {
      assert.ok(!stored.includes(code) && !stored.includes(code.replaceAll("-", "")));
    }
  });

  it("takes a code once, also of two tries at once, and no older one after it", async () => {
    const { secret } = await turnOn();
    const ticket = await ticketOf();
    const code = codeOf(secret, 1);
    const tries = await Promise.allSettled([step(ticket, code), step(await ticketOf(), code)]);
    assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 1);
    const next = await ticketOf();
    await assert.rejects(step(next, code), refusal("wrong_code"));
    await assert.rejects(step(next, codeOf(secret)), refusal("wrong_code"));
    pass(60_000);
    await step(next, codeOf(secret));
  });

  it("forgives a clock that is half a minute off, no more", async () => {
    const { secret } = await turnOn();
    pass(600_000);
    const ticket = await ticketOf();
    for (const steps of [-2, 2]) {
      await assert.rejects(step(ticket, codeOf(secret, steps)), refusal("wrong_code"));
    }
    await step(ticket, codeOf(secret, -1));
  });

  it("has ten recovery codes, each good once, however they are typed", async () => {
    const { recoveryCodes } = await turnOn();
    const [first = "", second = ""] = recoveryCodes;
    const plain = first.replaceAll("-", "");
    await step(await ticketOf(), plain.replaceAll("0", "O").replaceAll("1", "I"));
    await assert.rejects(step(await ticketOf(), plain), refusal("wrong_code"));
    const state = await bench.secondFactors.state(owner);
    assert.deepEqual([state.on, state.on && state.recoveryCodes], [true, 9]);
    const renewed = await bench.secondFactors.renewRecoveryCodes(owner, { password });
    const dashless = (code: string) => code.replaceAll("-", "");
    await assert.rejects(step(await ticketOf(), dashless(second)), refusal("wrong_code"));
    await step(await ticketOf(), dashless(renewed.recoveryCodes[0] ?? ""));
  });

  it("locks the account after five wrong codes; the right password does not set them back", async () => {
    const { secret } = await turnOn();
    pass(600_000);
    for (let turn = 0; turn < 5; turn++) {
      await assert.rejects(step(await ticketOf(), "no code"), refusal("wrong_code"));
    }
    await assert.rejects(ticketOf(), refusal("account_locked"));
    pass(60_000);
    await step(await ticketOf(), codeOf(secret));
    // The count began anew.
    await assert.rejects(step(await ticketOf(), "no code"), refusal("wrong_code"));
    await ticketOf();
  });

  it("counts a hundred tries at once", async () => {
    await turnOn();
    const ticket = await ticketOf();
    const tries = Array.from({ length: 100 }, (_, index) =>
      bench.secondFactors.signIn(
        { ticket, code: `guess ${index}` },
        { ...caller, ip: `192.0.2.${index}` },
      ),
    );
    const codes = (await Promise.allSettled(tries)).map((outcome) =>
      outcome.status === "rejected" ? outcome.reason.code : "in",
    );
    assert.equal(codes.filter((code) => code === "wrong_code").length, 5);
    assert.equal(codes.filter((code) => code === "account_locked").length, 95);
  });

  it("lets ten minutes pass between password and code, and no new password", async () => {
    const { secret } = await turnOn();
    const late = await ticketOf();
    pass(600_000);
    await assert.rejects(step(late, codeOf(secret)), refusal("invalid_token"));
    const stale = await ticketOf();
    const next = "another long password";
    await bench.access.changePassword(owner, { current: password, next });
    await assert.rejects(step(stale, codeOf(secret)), refusal("invalid_token"));
    await assert.rejects(step("no ticket", codeOf(secret)), refusal("invalid_token"));
  });

  it("is not gone round by an invitation", async () => {
    const { secret } = await turnOn();
    const elsewhere = await bench.people.createWorkspace(owner, { name: "Elsewhere" });
    const there = { ...owner, workspaceId: elsewhere.id };
    const { token } = await bench.people.invite(there, { role: "viewer", email: "", note: "" });
    await bench.database.prisma.membership.deleteMany({ where: { userId: owner.userId } });
    const join = (code?: string) =>
      bench.people.joinWithPassword({ token, email, password, code }, caller);
    await assert.rejects(join(), refusal("second_factor_required"));
    await assert.rejects(join("no code"), refusal("wrong_code"));
    const { sessionId } = await join(codeOf(secret));
    assert.equal((await bench.actorOf(sessionId)).workspaceId, elsewhere.id);
  });

  it("is turned off with the password only", async () => {
    await turnOn();
    const wrong = { password: "not the password" };
    for (const act of ["turnOff", "renewRecoveryCodes"] as const) {
      await assert.rejects(bench.secondFactors[act](owner, wrong), refusal("wrong_credentials"));
    }
    await bench.secondFactors.turnOff(owner, { password });
    await bench.signIn(email);
    assert.deepEqual(await bench.secondFactors.state(owner), { on: false });
    assert.equal(await bench.database.prisma.recoveryCode.count(), 0);
    const recorded = await bench.recorded(owner.workspaceId);
    for (const action of ["second-factor.on", "second-factor.off"]) {
      assert.ok(recorded.includes(action), action);
    }
  });
});

describe("a member's second factor", () => {
  it("is taken away by an admin who manages the member everywhere, on record", async () => {
    const editor = await bench.member(owner, "editor", "Bob");
    const admin = await bench.member(owner, "admin", "Eve");
    await turnOn(editor);
    await assert.rejects(bench.secondFactors.reset(editor, admin.userId), refusal("not_permitted"));
    await bench.secondFactors.reset(admin, editor.userId);
    await bench.signIn("bob@example.com");
    assert.ok((await bench.recorded(owner.workspaceId)).includes("second-factor.reset"));
    await turnOn(owner);
    await assert.rejects(bench.secondFactors.reset(admin, owner.userId), refusal("not_permitted"));
    await bench.people.createWorkspace(admin, { name: "Elsewhere" });
    await turnOn(admin);
    await assert.rejects(bench.secondFactors.reset(owner, admin.userId), refusal("not_permitted"));
  });

  it("is shown to those who manage people only", async () => {
    const viewer = await bench.member(owner, "viewer", "Vera");
    await turnOn(viewer);
    const shown = async (reader: Actor) =>
      (await bench.people.members(reader)).find(({ userId }) => userId === viewer.userId)
        ?.secondFactor;
    assert.deepEqual([await shown(owner), await shown(viewer)], [true, null]);
  });

  it("is taken away by whoever runs the server, on record", async () => {
    await turnOn();
    const { prisma } = bench.database;
    assert.equal(await takeSecondFactor(prisma, "ADA@example.com"), true);
    await bench.signIn(email);
    assert.equal(await takeSecondFactor(prisma, email), false);
    await assert.rejects(takeSecondFactor(prisma, "nobody@example.com"), refusal("not_found"));
    assert.ok((await bench.recorded(owner.workspaceId)).includes("second-factor.reset"));
  });
});

describe("a workspace that asks everybody for a second factor", () => {
  it("lets members who have none see to their own account, until they have one", async () => {
    const editor = await bench.member(owner, "editor", "Bob");
    await bench.database.prisma.workspace.update({
      where: { id: owner.workspaceId },
      data: { settings: { requireSecondFactor: true } },
    });
    pass(4_000);
    const due = await bench.signIn("bob@example.com");
    assert.equal(due.secondFactorDue, true);
    assert.throws(() => requirePermission(due, "flows.read"), refusal("second_factor_due"));
    assert.doesNotThrow(() => requirePermission(due, "account.self"));
    await assert.rejects(bench.people.members(due), refusal("second_factor_due"));
    await turnOn(editor);
    const after = await bench.again(due);
    assert.equal(after?.secondFactorDue, undefined);
    assert.ok(after !== null);
    await bench.people.members(after);
  });
});
