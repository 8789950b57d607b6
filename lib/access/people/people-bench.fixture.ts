import assert from "node:assert/strict";
import { encode } from "next-auth/jwt";
import { createSecretBox } from "#lib/connections/secret-box.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import type { Mail } from "#lib/mail/contract.ts";
import { createAccessService } from "../access-service.ts";
import type { AccessService, Actor } from "../contract.ts";
import type { SecondFactors } from "../second-factor/contract.ts";
import type { GivenRole, PeopleService } from "./contract.ts";

export const caller = { ip: "192.0.2.1", userAgent: "Test/1.0", requestId: "r1" };
export const password = "correct horse battery";
const sessionSecret = "a secret of this test only, long enough";

export type PeopleBench = {
  access: AccessService;
  people: PeopleService;
  secondFactors: SecondFactors;
  forgetSessions(): void;
  database: Database;
  /** The clock of the services; tests move it. */
  time: { now: Date };
  /** What was mailed, oldest first. */
  mails: Mail[];
  /** The first account, owner of "Engines", signed in. */
  owner(): Promise<Actor>;
  /** Somebody who accepted an invitation, signed in. */
  member(inviter: Actor, role: GivenRole, name: string): Promise<Actor>;
  signIn(email: string, using?: string): Promise<Actor>;
  /** Who a session that was just opened belongs to. */
  actorOf(sessionId: string): Promise<Actor>;
  /** Who a session belongs to now; null when it has ended. */
  again(actor: Actor): Promise<Actor | null>;
  /** The actions on record in a workspace. */
  recorded(workspaceId: string): Promise<string[]>;
  clear(): Promise<void>;
  close(): Promise<void>;
};

/** The access services on a database of their own; `sendsMail`: as with a mail server. */
export async function createPeopleBench({ sendsMail = false } = {}): Promise<PeopleBench> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);
  const time = { now: new Date() };
  const mails: Mail[] = [];
  const cookies = new Map<string, string>();
  const { people, secondFactors, forgetSessions, ...access } = createAccessService({
    prisma: database.prisma,
    ring: createSecretBox([{ id: "test", key: Buffer.alloc(32, 1) }]),
    sessionSecret,
    secureCookies: false,
    requireSetupToken: false,
    clock: () => time.now,
    mailer: {
      configured: sendsMail,
      async send(mail) {
        mails.push(mail);
      },
    },
    baseUrl: "https://flows.example.com",
  });

  async function actorOf(sessionId: string): Promise<Actor> {
    const token = await encode({ token: { sessionId }, secret: sessionSecret, maxAge: 3600 });
    const cookie = `next-auth.session-token=${token}`;
    const actor = await access.actorFromCookies(cookie, caller);
    assert.ok(actor);
    cookies.set(actor.sessionIdHash, cookie);
    return actor;
  }

  const bench: PeopleBench = {
    access,
    people,
    secondFactors,
    forgetSessions,
    database,
    time,
    mails,
    async owner() {
      const email = "ada@example.com";
      await access.createOwner(
        { name: "Ada", email, password, workspace: "Engines", token: "" },
        caller,
      );
      return bench.signIn(email);
    },
    async member(inviter, role, name) {
      const { token } = await people.invite(inviter, { role, email: "", note: "" });
      const email = `${name.toLowerCase()}@example.com`;
      const { sessionId } = await people.joinAsNew({ token, name, email, password }, caller);
      return actorOf(sessionId);
    },
    async signIn(email, using = password) {
      return actorOf((await access.signIn({ email, password: using }, caller)).sessionId);
    },
    actorOf,
    again: (actor) => access.actorFromCookies(cookies.get(actor.sessionIdHash), caller),
    async recorded(workspaceId) {
      const rows = await database.prisma.auditEntry.findMany({
        where: { workspaceId },
        orderBy: { id: "asc" },
      });
      return rows.map(({ action }) => action);
    },
    async clear() {
      time.now = new Date();
      mails.length = 0;
      await database.pool.query("DELETE FROM workspaces");
      await database.pool.query("DELETE FROM users");
      await database.pool.query("DELETE FROM one_time_tokens");
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
  return bench;
}
