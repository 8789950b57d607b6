import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { after, afterEach, before, describe, it } from "node:test";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { type RunningQueue, startQueue } from "#lib/queue/start-queue.ts";
import type { MailOutcome } from "./contract.ts";
import { createMailer, type RunningMailer } from "./create-mailer.ts";
import { readSmtpUrl } from "./read-smtp-url.ts";
import { type MailBox, openMailBox } from "./testing/mail-box.ts";

const log = { warn: () => undefined };
const mail = {
  to: "grace@example.com",
  subject: "Hello",
  text: "A link: https://x.test/secret-link",
};
const closing: (() => unknown)[] = [];
let testDatabase: TestDatabase;
let database: Database;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await database.pool.query("DELETE FROM pgboss.job");
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});

type Bench = {
  mailer: RunningMailer;
  queue: RunningQueue;
  /** Resolves with the next outcome in this state. */
  next(state: MailOutcome["state"]): Promise<MailOutcome>;
};

async function bench(url: string, clock?: () => Date): Promise<Bench> {
  const server = readSmtpUrl(url);
  assert.ok(server?.from !== undefined);
  const queue = await startQueue({ databaseUrl: testDatabase.url, roles: ["worker"], log });
  const outcomes: MailOutcome[] = [];
  const listeners = new Set<(outcome: MailOutcome) => void>();
  const mailer = createMailer({
    server: { ...server, from: server.from, timeoutMs: 500 },
    ...{ jobs: queue.mail, key: randomBytes(32), log, ...(clock && { clock }) },
    async onOutcome(outcome) {
      outcomes.push(outcome);
      for (const listener of listeners) listener(outcome);
    },
  });
  closing.push(async () => {
    await queue.stop();
    mailer.stop();
  });
  const next = async (state: MailOutcome["state"]) => {
    const there = outcomes.find((outcome) => outcome.state === state);
    if (there !== undefined) return there;
    return new Promise<MailOutcome>((resolve) =>
      listeners.add((outcome) => outcome.state === state && resolve(outcome)),
    );
  };
  return { mailer, queue, next };
}

async function boxOf(options?: Parameters<typeof openMailBox>[0]): Promise<MailBox> {
  const box = await openMailBox(options);
  closing.push(() => box.close());
  return box;
}

/** Every retry that waits is due now. */
const hurry = () =>
  database.pool.query("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'");

describe("the installation's mail", () => {
  it("arrives, from the installation, with text and HTML", async () => {
    const box = await boxOf();
    const { mailer, next } = await bench(box.url);
    await mailer.start();
    await mailer.send({ ...mail, html: "<p>Héllo</p>" }, { about: "a" });
    const { raw, from, to } = await box.take(mail.to);
    assert.deepEqual([from, to], ["bay@x.test", [mail.to]]);
    assert.match(raw, /^From: Patchbay <bay@x\.test>\r?$/m);
    assert.match(raw, /text\/plain/);
    assert.match(raw, /text\/html/);
    assert.equal((await next("sent")).about, "a");
  });

  it("waits on disk, unreadable, until a worker takes it, and not if its transaction fails", async () => {
    const box = await boxOf();
    const { mailer } = await bench(box.url);
    await mailer.send(mail);
    const undone = new Error("undone");
    await assert.rejects(
      database.prisma.$transaction(async (tx) => {
        await mailer.send({ ...mail, to: "undone@example.com" }, { tx });
        throw undone;
      }),
      undone,
    );
    const { rows } = await database.pool.query<{ data: object }>("SELECT data FROM pgboss.job");
    assert.equal(rows.length, 1);
    assert.doesNotMatch(JSON.stringify(rows), /secret-link|grace/);
    await mailer.start();
    assert.match((await box.take(mail.to)).raw, /secret-link/);
  });

  it("survives a server that is down: it goes out when the server is back", async () => {
    const gone = await openMailBox();
    await gone.close();
    const { mailer, next } = await bench(gone.url);
    await mailer.start();
    await mailer.send(mail, { about: "a" });
    const trouble = await next("waiting");
    assert.match("error" in trouble ? trouble.error : "", /refused the connection/);
    const box = await boxOf({ port: gone.port });
    await hurry();
    await box.take(mail.to);
    await next("sent");
  });

  it("survives a server that keeps silent", async () => {
    const mute = createServer((socket) => socket.on("error", () => undefined));
    await new Promise<void>((done) => mute.listen(0, "127.0.0.1", done));
    closing.push(() => mute.close());
    const address = mute.address();
    assert.ok(typeof address === "object" && address !== null);
    const { mailer, next } = await bench(
      `smtp://127.0.0.1:${address.port}?security=none&from=bay@x.test`,
    );
    await mailer.start();
    await mailer.send(mail, { about: "a" });
    const trouble = await next("waiting");
    assert.match("error" in trouble ? trouble.error : "", /kept silent/);
  });

  it("says so when the server will never take it, and does not try again", async () => {
    let tries = 0;
    const box = await boxOf({
      onRcptTo(_address, _session, callback) {
        tries++;
        callback(Object.assign(new Error("No such user here"), { responseCode: 550 }));
      },
    });
    const { mailer, next } = await bench(box.url);
    await mailer.start();
    await mailer.send(mail, { about: "a" });
    const refused = await next("failed");
    assert.match("error" in refused ? refused.error : "", /No such user here/);
    await hurry();
    const { rows } = await database.pool.query("SELECT 1 FROM pgboss.job WHERE state = 'retry'");
    assert.deepEqual([rows.length, tries], [0, 1]);
  });

  it("is tried again when the server refuses for now", async () => {
    let tries = 0;
    const box = await boxOf({
      onRcptTo(_address, _session, callback) {
        tries++;
        if (tries > 1) return callback();
        callback(Object.assign(new Error("Greylisted"), { responseCode: 451 }));
      },
    });
    const { mailer, next } = await bench(box.url);
    await mailer.start();
    await mailer.send(mail, { about: "a" });
    await next("waiting");
    await hurry();
    await box.take(mail.to);
    assert.equal(tries, 2);
  });

  it("is not sent when what it says is past", async () => {
    const box = await boxOf();
    const { mailer, next } = await bench(box.url);
    await mailer.send(mail, { until: new Date(Date.now() - 1), about: "a" });
    await mailer.start();
    await next("failed");
    assert.equal(box.received.length, 0);
  });

  it("refuses broken lines and what is no address", async () => {
    const box = await boxOf();
    const { mailer } = await bench(box.url);
    for (const wrong of [
      { subject: "Hi\r\nBcc: eve@example.com" },
      { subject: "Hi\nthere" },
      { to: "grace@example.com\r\nBcc: eve@example.com" },
    ]) {
      await assert.rejects(mailer.send({ ...mail, ...wrong }), { code: "invalid_header" });
    }
    for (const to of ["grace@example.com, eve@example.com", "Grace <grace@example.com>", ""]) {
      await assert.rejects(mailer.send({ ...mail, to }), { code: "invalid_value" });
    }
    const { rows } = await database.pool.query("SELECT 1 FROM pgboss.job");
    assert.equal(rows.length, 0);
  });

  it("is refused without a mail server", async () => {
    const queue = await startQueue({ databaseUrl: testDatabase.url, roles: ["web"], log });
    closing.push(() => queue.stop());
    const none = createMailer({ server: undefined, jobs: queue.mail, key: randomBytes(32), log });
    assert.equal(none.configured, false);
    await assert.rejects(none.send(mail), { code: "mail_failed" });
  });
});
