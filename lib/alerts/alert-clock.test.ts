import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import type { Mail, Mailer } from "#lib/mail/contract.ts";
import { AlertClock } from "./alert-clock.ts";
import type { AlertService, CareSettings } from "./contract.ts";
import { createAlertService } from "./create-alert-service.ts";

const root = randomBytes(32);
const day = 86_400_000;

let testDatabase: TestDatabase;
let database: Database;
let http: HttpClient;
let receiver: Server;
let webhookUrl: string;
let status = 200;
let posted: { headers: IncomingHttpHeaders; body: string }[] = [];
let mails: Mail[] = [];
let mailWorks = true;
let service: AlertService;

const mailer: Mailer = {
  configured: true,
  async send(mail) {
    if (!mailWorks) throw new UserError("internal", "The mail server refused the message.");
    mails.push(mail);
  },
};

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  const { prisma, pool } = database;
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  service = createAlertService({
    ...{ prisma, pool, mailer, root },
    allow: readAllowList(["127.0.0.0/8"]),
  });
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      posted.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`;
  await prisma.workspace.create({ data: { id: "w1", name: "Harbour Kitchen", slug: "w1" } });
  await prisma.workspace.create({ data: { id: "w2", name: "Other", slug: "w2" } });
  for (const [id, role] of Object.entries({ ann: "owner", bob: "admin", eve: "editor" })) {
    const email = `${id}@example.com`;
    await prisma.user.create({ data: { id, email, name: id, passwordHash: "" } });
    await prisma.membership.create({ data: { workspaceId: "w1", userId: id, role } });
  }
});
beforeEach(async () => {
  ({ status, posted, mails, mailWorks } = { status: 200, posted: [], mails: [], mailWorks: true });
  for (const table of ["alerts", "connection_care", "connections"])
    await database.pool.query(`DELETE FROM ${table}`);
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await http.close();
  await database.close();
  await testDatabase.drop();
});

/** A clock of a process that has just started: it looks at everything in its first round. */
const newClock = (from: HttpClient = http) =>
  new AlertClock({
    ...{ pool: database.pool, http: from, mailer, root, baseUrl: "https://patchbay.example" },
    log: { warn: () => undefined },
  });

async function tell(): Promise<void> {
  const clock = newClock();
  while (await clock.round());
}

const actor = (role: Role = "admin", workspaceId = "w1"): Actor => ({
  ...{ userId: "bob", name: "Bob", workspaceId, role },
  ...{ sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
});

const settings: CareSettings = {
  ...{ mutedEvents: [], byMail: true, mailTo: [], webhookUrl: "" },
  ...{ circuitFailures: 5, circuitOpenSeconds: 30 },
};

async function connection(id: string, data: { expiresAt?: Date; attention?: object } = {}) {
  await database.prisma.connection.create({
    data: { ...{ id, workspaceId: "w1", name: id, kind: "bearer", envelope: {} }, ...data },
  });
}

const attention = (code: string) => ({
  attention: { code, message: "It was revoked on 3 May.", since: "2026-05-04T10:00:00.000Z" },
});

const titles = () => mails.map(({ to, subject }) => `${to}: ${subject}`);

describe("admins are told before it fails", () => {
  it("once for each threshold that an end comes to, whoever looks and how often", async () => {
    const expiresAt = new Date(Date.now() + 6.2 * day);
    await connection("Test app", { expiresAt });
    await connection("Far away", { expiresAt: new Date(Date.now() + 60 * day) });
    await Promise.all([tell(), tell(), tell()]);
    const weekday = expiresAt.toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });
    const subject = `Harbour Kitchen: “Test app” ends on ${weekday}`;
    assert.deepEqual(titles().sort(), [
      `ann@example.com: ${subject}`,
      `bob@example.com: ${subject}`,
    ]);
    assert.match(mails[0]?.text ?? "", /Replace it before then/);
    assert.match(mails[0]?.text ?? "", /https:\/\/patchbay\.example\/connections/);
    mails = [];
    await database.prisma.connection.update({
      where: { id: "Test app" },
      data: { expiresAt: new Date(expiresAt.getTime() - 4 * day) },
    });
    await tell();
    assert.equal(mails.length, 2, "three days before, another end");
    await tell();
    assert.equal(mails.length, 2);
  });

  it("when a test fails or somebody is needed, and when that is over", async () => {
    await connection("Shop", attention("probe_failing"));
    await connection("Sheet", attention("oauth_revoked"));
    await tell();
    assert.deepEqual(
      titles()
        .filter((title) => title.startsWith("ann"))
        .sort(),
      [
        "ann@example.com: Harbour Kitchen: “Sheet” needs somebody",
        "ann@example.com: Harbour Kitchen: “Shop” does not work",
      ],
    );
    mails = [];
    await database.pool.query(
      `UPDATE connections SET attention = NULL, last_test = '{"ok": true}'`,
    );
    await tell();
    await tell();
    assert.deepEqual(
      titles()
        .filter((title) => title.startsWith("bob"))
        .sort(),
      [
        "bob@example.com: Harbour Kitchen: “Sheet” works again",
        "bob@example.com: Harbour Kitchen: “Shop” works again",
      ],
    );
    // The same trouble another day is another one.
    mails = [];
    const again = { ...attention("probe_failing").attention, since: "2026-06-01T10:00:00.000Z" };
    await database.prisma.connection.update({ where: { id: "Shop" }, data: { attention: again } });
    await tell();
    assert.equal(mails.length, 2);
  });

  it("only of what they want to hear, at the addresses they name", async () => {
    await service.setSettings(actor(), {
      ...settings,
      mutedEvents: ["connection.expiring"],
      mailTo: ["oncall@example.com"],
    });
    await connection("Ends", { expiresAt: new Date(Date.now() + 2 * day) });
    await connection("Shop", attention("probe_failing"));
    await tell();
    assert.deepEqual(titles(), ["oncall@example.com: Harbour Kitchen: “Shop” does not work"]);
    const told = (await service.history(actor())).map(({ event, deliveries }) => [
      event,
      deliveries?.map(({ state }) => state),
    ]);
    assert.deepEqual(told.sort(), [
      ["connection.expiring", []],
      ["connection.failing", ["sent"]],
    ]);
  });
});

describe("the webhook", () => {
  it("is sent signed messages that a receiver can check", async () => {
    await service.setSettings(actor(), { ...settings, byMail: false, webhookUrl });
    const { secret } = await service.renewSecret(actor());
    await connection("Shop", attention("probe_failing"));
    await tell();
    const [{ headers, body } = assert.fail("nothing came"), ...more] = posted;
    assert.deepEqual([more, mails], [[], []]);
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const expected = createHmac("sha256", key).update(signed).digest("base64");
    assert.equal(headers["webhook-signature"], `v1,${expected}`);
    const { event, workspace, connection: about, url } = JSON.parse(body);
    assert.deepEqual(
      [event, workspace, about, url],
      [
        "connection.failing",
        { id: "w1", name: "Harbour Kitchen" },
        { id: "Shop", name: "Shop" },
        "https://patchbay.example/connections",
      ],
    );
    const renewed = await service.renewSecret(actor());
    assert.notEqual(renewed.secret, secret);
    const entries = await database.prisma.auditEntry.findMany();
    assert.ok(
      !JSON.stringify(entries, (_, v) => (typeof v === "bigint" ? "" : v)).includes(secret),
    );
  });

  it("is tried again later with the same id, and shown as failed in the end", async () => {
    await service.setSettings(actor(), { ...settings, byMail: false, webhookUrl });
    await service.sendTest(actor());
    status = 500;
    await tell();
    await tell();
    assert.equal(posted.length, 1, "not before its pause is over");
    const stateOf = async () => (await service.history(actor()))[0]?.deliveries?.[0];
    const first = await stateOf();
    assert.deepEqual([first?.state, first?.attempts], ["pending", 1]);
    assert.match(first?.lastError ?? "", /answered 500/);
    const hurry = () => database.pool.query("UPDATE alert_deliveries SET next_at = now()");
    for (let attempt = 2; attempt <= 9; attempt++) {
      await hurry();
      await tell();
    }
    assert.deepEqual([(await stateOf())?.state, posted.length], ["failed", 9]);
    assert.equal(new Set(posted.map(({ headers }) => headers["webhook-id"])).size, 1);
    await hurry();
    await tell();
    assert.equal(posted.length, 9, "it was given up");
  });

  it("passes the guard: an address of the own network is refused, and that is shown", async () => {
    const guarded = createHttpClient({ allow: [] });
    await service.setSettings(actor(), { ...settings, byMail: false, webhookUrl });
    await service.sendTest(actor());
    const clock = newClock(guarded);
    await clock.round();
    await guarded.close();
    const [alert] = await service.history(actor());
    assert.match(alert?.deliveries?.[0]?.lastError ?? "", /127\.0\.0\.1/);
    assert.equal(posted.length, 0);
  });
});

it("what a process took before it died is told by another once its time is over", async () => {
  await service.setSettings(actor(), { ...settings, byMail: false, webhookUrl });
  await service.sendTest(actor());
  const unreachable = createHttpClient({ allow: [] });
  // Says who is told, and dies with the message in its hands.
  const dying: HttpClient = { ...unreachable, request: () => new Promise(() => undefined) };
  void newClock(dying).round();
  const taken = () => database.prisma.alertDelivery.count({ where: { attempts: 1 } });
  while ((await taken()) === 0);
  await tell();
  assert.equal(posted.length, 0);
  const { rows } = await database.pool.query<{ seconds: number }>(
    "SELECT extract(epoch FROM next_at - now())::float8 AS seconds FROM alert_deliveries",
  );
  assert.ok(Number(rows[0]?.seconds) > 50 && Number(rows[0]?.seconds) <= 60);
  await database.pool.query("UPDATE alert_deliveries SET next_at = now()");
  await tell();
  assert.equal(posted.length, 1);
  await unreachable.close();
});

it("one that cannot be delivered holds no other up", async () => {
  await service.setSettings(actor(), { ...settings, webhookUrl });
  mailWorks = false;
  await service.sendTest(actor());
  await tell();
  assert.equal(posted.length, 1);
  const states = (await service.history(actor()))[0]?.deliveries?.map((each) => [
    each.channel,
    each.state,
  ]);
  assert.deepEqual(states, [
    ["mail", "pending"],
    ["mail", "pending"],
    ["webhook", "sent"],
  ]);
});

describe("the settings", () => {
  it("are for admins, and for their own workspace", async () => {
    for (const role of ["editor", "operator", "viewer"] as const) {
      for (const act of [
        service.settings(actor(role)),
        service.setSettings(actor(role), settings),
        service.renewSecret(actor(role)),
        service.sendTest(actor(role)),
        service.history(actor(role)),
      ])
        await assert.rejects(act, { code: "not_permitted" });
    }
    assert.equal((await database.prisma.connectionCare.count()) === 0, true);
    await connection("Shop", attention("probe_failing"));
    await tell();
    assert.equal((await service.history(actor())).length, 1);
    assert.deepEqual(await service.history(actor("admin", "w2")), []);
    assert.deepEqual(
      await Promise.all([
        service.concerns(actor()),
        service.concerns(actor("editor")),
        service.concerns(actor("admin", "w2")),
      ]),
      [1, 0, 0],
    );
  });

  it("a test needs somebody to tell", async () => {
    await service.setSettings(actor(), { ...settings, byMail: false });
    await assert.rejects(service.sendTest(actor()), { code: "invalid_input" });
  });
});

it("a webhook goes over https, or to what the operator has listed", async () => {
  for (const wrong of ["http://alerts.example.com/", "nowhere"]) {
    await assert.rejects(
      service.setSettings(actor(), { ...settings, webhookUrl: wrong }),
      (error: { details?: { issues: { path: string }[] } }) =>
        error.details?.issues[0]?.path === "webhookUrl",
    );
  }
  await service.setSettings(actor(), { ...settings, webhookUrl: "https://alerts.example.com/" });
});
