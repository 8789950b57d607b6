import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import { createConnectionStore } from "./connection-store.ts";
import type { ConnectionInput, ConnectionStore } from "./contract.ts";
import { createKeyRing, type KeyRing } from "./key-ring.ts";

const token = "sk-live-0123456789-abcdefghij";

let testDatabase: TestDatabase;
let database: Database;
let ring: KeyRing;
let http: HttpClient;
const guard = createEgressGuard(readAllowList(["127.0.0.0/8"]));
let store: ConnectionStore;
let provider: Server;
let received: IncomingMessage[] = [];
let status = 200;
let origin: string;
let host: string;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  ring = await createKeyRing({
    encryptionKeys: `main:${randomBytes(32).toString("base64")}`,
    dataDir: "",
    mayGenerate: false,
    prisma: database.prisma,
  });
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  store = newStore();
  provider = createServer((request, response) => {
    received.push(request);
    // A provider that repeats the credential in its answer.
    response.writeHead(status).end(JSON.stringify(request.headers));
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(provider.address() as AddressInfo).port}`;
  origin = `http://${host}`;
  for (const id of ["w1", "w2"]) {
    await database.prisma.workspace.create({ data: { id, name: id, slug: id } });
  }
});
after(async () => {
  provider.closeAllConnections();
  provider.close();
  await http.close();
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  received = [];
  status = 200;
  await database.prisma.connection.deleteMany();
});

const newStore = () =>
  createConnectionStore({ prisma: database.prisma, pool: database.pool, ring, http, guard });

function actor(role: Role = "admin", workspaceId = "w1"): Actor {
  return {
    userId: `${role}-1`,
    name: role,
    workspaceId,
    role,
    sessionIdHash: "",
    ip: "",
    userAgent: "",
    requestId: "",
  };
}

const bearer = (values: ConnectionInput["values"] = {}, name = "Shop"): ConnectionInput => ({
  name,
  kind: "bearer",
  values: { token, ...values },
});
const local = () => ({ testUrl: `${origin}/me`, allowInsecure: "true" });
const refusal = (code: string) => ({ code });

async function lastEntry() {
  return database.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
}

describe("a credential", () => {
  it("is stored encrypted and shown without its secret", async () => {
    const summary = await store.create(actor(), bearer());
    assert.deepEqual(
      [summary.kindLabel, summary.state, summary.hint, summary.usedBy],
      ["Bearer token", "untested", "ghij", []],
    );
    const shown = JSON.stringify(
      [summary, await store.list(actor("viewer")), await lastEntry()],
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
    assert.ok(!shown.includes(token) && !shown.includes("envelope"));
    const { rows } = await database.pool.query(
      "SELECT row_to_json(c)::text AS t FROM connections c",
    );
    for (const form of [token, Buffer.from(token).toString("base64")]) {
      assert.ok(!rows[0].t.includes(form));
    }
    assert.equal((await store.resolve("w1", summary.id)).secrets.token, token);
  });

  it("is not readable in another connection's row", async () => {
    const one = await store.create(actor(), bearer());
    const two = await store.create(actor(), bearer({ token: "another-secret-token" }, "Other"));
    await database.pool.query(
      `UPDATE connections SET envelope = (SELECT envelope FROM connections WHERE id = $1) WHERE id = $2`,
      [one.id, two.id],
    );
    await assert.rejects(newStore().resolve("w1", two.id), refusal("connection_unreadable"));
  });

  it("belongs to its workspace", async () => {
    const { id } = await store.create(actor(), bearer());
    const stranger = actor("owner", "w2");
    assert.deepEqual(await store.list(stranger), []);
    const tries = [
      () => store.update(stranger, id, { name: "Mine" }),
      () => store.remove(stranger, id),
      () => store.restore(stranger, id),
      () => store.test(stranger, id),
    ];
    for (const attempt of tries) await assert.rejects(attempt(), refusal("not_found"));
    await assert.rejects(store.resolve("w2", id), refusal("connection_missing"));
    assert.equal((await store.list(actor()))[0]?.name, "Shop");
  });

  it("is for admins to change and for everybody to see", async () => {
    const { id } = await store.create(actor("owner"), bearer(local()));
    for (const role of ["editor", "viewer"] as const) {
      const person = actor(role);
      const tries = [
        () => store.create(person, bearer({}, "New")),
        () => store.update(person, id, { name: "New" }),
        () => store.remove(person, id),
        () => store.restore(person, id),
        () => store.test(person, id),
      ];
      for (const attempt of tries) await assert.rejects(attempt(), refusal("not_permitted"));
      assert.equal((await store.list(person)).length, 1);
    }
    assert.equal(received.length, 0);
  });

  it("keeps secrets that are left empty, and forgets its old verdict with a new one", async () => {
    const { id } = await store.create(actor(), bearer(local()));
    await store.test(actor(), id);
    const renamed = await store.update(actor(), id, { name: "Store", values: { token: "" } });
    assert.deepEqual([renamed.name, renamed.state], ["Store", "ok"]);
    assert.equal((await store.resolve("w1", id)).secrets.token, token);
    const replaced = await store.update(actor(), id, {
      values: { token: "a-new-token-987654321" },
    });
    assert.deepEqual([replaced.state, replaced.hint], ["untested", "4321"]);
    assert.equal((await store.resolve("w1", id)).secrets.token, "a-new-token-987654321");
    const entry = await lastEntry();
    assert.equal(entry.action, "connection.update");
    assert.deepEqual((entry.after as { secretReplaced: boolean }).secretReplaced, true);
  });

  it("can be deleted and brought back; steps stop getting it at once", async () => {
    const { id } = await store.create(actor(), bearer());
    await store.resolve("w1", id);
    await store.remove(actor(), id);
    await assert.rejects(store.resolve("w1", id), refusal("connection_missing"));
    assert.deepEqual(await store.list(actor()), []);
    await store.restore(actor(), id);
    assert.equal((await store.resolve("w1", id)).secrets.token, token);
    assert.equal((await lastEntry()).action, "connection.restore");
  });

  it("does not change when the change cannot be put on record", async () => {
    const { id } = await store.create(actor(), bearer());
    await database.pool.query(
      "ALTER TABLE audit_entries ADD CONSTRAINT no_room CHECK (action NOT LIKE 'connection.%') NOT VALID",
    );
    try {
      await assert.rejects(store.create(actor(), bearer({}, "Second")));
      await assert.rejects(store.update(actor(), id, { name: "Renamed" }));
      await assert.rejects(store.remove(actor(), id));
    } finally {
      await database.pool.query("ALTER TABLE audit_entries DROP CONSTRAINT no_room");
    }
    assert.deepEqual(
      (await store.list(actor())).map(({ name }) => name),
      ["Shop"],
    );
  });

  it("is refused with a sentence for each field that does not fit", async () => {
    const wrong: [ConnectionInput, string][] = [
      [{ name: "A", kind: "bearer", values: {} }, "values.token"],
      [bearer({ token: "two\r\nlines" }), "values.token"],
      [bearer({ token: "Bearer abc" }), "values.token"],
      [bearer({ nonsense: "1" }), "values.nonsense"],
      [bearer({ ["__proto__"]: "1" }), "values.__proto__"],
      [bearer({ testUrl: "ftp://example.com" }), "values.testUrl"],
      [bearer({ testUrl: "https://user:pw@example.com" }), "values.testUrl"],
      [bearer({ allowedHosts: "https://example.com/path" }), "values.allowedHosts"],
      [bearer({ allowInsecure: "maybe" }), "values.allowInsecure"],
      [
        { name: "A", kind: "api-key-header", values: { headerName: "Host", value: "k" } },
        "values.headerName",
      ],
      [
        { name: "A", kind: "api-key-header", values: { headerName: "a b", value: "k" } },
        "values.headerName",
      ],
      [bearer({}, " "), "name"],
    ];
    for (const [input, path] of wrong) {
      await assert.rejects(store.create(actor(), input), (error: unknown) => {
        assert.ok(error instanceof Error && "details" in error && "code" in error);
        assert.equal(error.code, "invalid_input");
        assert.ok(!error.message.includes("\n"));
        const { issues } = error.details as { issues: { path: string }[] };
        assert.ok(
          issues.some((issue) => issue.path === path),
          `${path}: ${JSON.stringify(issues)}`,
        );
        return true;
      });
    }
    await assert.rejects(
      store.create(actor(), { name: "A", kind: "nonsense", values: {} }),
      refusal("invalid_input"),
    );
    await store.create(actor(), bearer());
    await assert.rejects(store.create(actor(), bearer()), refusal("name_taken"));
  });

  it("goes to its test host only, unless told otherwise", async () => {
    const { settings } = await store.create(
      actor(),
      bearer({ testUrl: "https://api.example.com/me" }),
    );
    assert.equal(settings.allowedHosts, "api.example.com");
  });

  it("notes when it was last used, without being asked", async () => {
    const { id } = await store.create(actor(), bearer());
    assert.equal((await store.list(actor()))[0]?.lastUsedAt, null);
    await store.resolve("w1", id);
    let noted: string | null | undefined = null;
    while (noted === null) noted = (await store.list(actor()))[0]?.lastUsedAt;
    assert.ok(noted);
  });
});

describe("testing a credential", () => {
  const kinds: [ConnectionInput, (request: IncomingMessage) => boolean][] = [
    [bearer(), (request) => request.headers.authorization === `Bearer ${token}`],
    [
      { name: "B", kind: "basic", values: { username: "ada", password: "pässword 12 " } },
      (request) =>
        request.headers.authorization ===
        `Basic ${Buffer.from("ada:pässword 12 ").toString("base64")}`,
    ],
    [
      { name: "H", kind: "api-key-header", values: { headerName: "X-Api-Key", value: token } },
      (request) => request.headers["x-api-key"] === token,
    ],
    [
      { name: "Q", kind: "api-key-query", values: { paramName: "api_key", value: token } },
      (request) => new URL(request.url ?? "", origin).searchParams.get("api_key") === token,
    ],
  ];
  for (const [input, arrived] of kinds) {
    it(`sends ${input.kind} where the provider looks for it`, async () => {
      const values = { ...input.values, ...local() };
      const { id } = await store.create(actor(), { ...input, values });
      const summary = await store.test(actor(), id);
      assert.equal(received.length, 1);
      assert.ok(received[0] !== undefined && arrived(received[0]));
      assert.equal(summary.state, "ok");
      assert.match(summary.lastTest?.message ?? "", /accepted the credential/);
      assert.equal((await lastEntry()).action, "connection.test");
    });
  }

  it("says in words what the provider answered", async () => {
    const { id } = await store.create(actor(), bearer(local()));
    for (const [answer, words] of [
      [401, /refused the credential/],
      [403, /does not allow it/],
      [404, /nothing at the test address/],
      [503, /problem of its own/],
    ] as const) {
      status = answer;
      const summary = await store.test(actor(), id);
      assert.equal(summary.state, "failing");
      assert.match(summary.lastTest?.message ?? "", words);
      assert.ok(!JSON.stringify(summary).includes(token));
    }
  });

  it("keeps an unencrypted way closed until an admin opens it", async () => {
    const { id } = await store.create(actor(), bearer({ testUrl: `${origin}/me` }));
    const summary = await store.test(actor(), id);
    assert.equal(summary.state, "failing");
    // An admin tested it: there is nobody above to ask.
    assert.match(summary.lastTest?.message ?? "", /switch on “Allow without encryption”/);
    assert.doesNotMatch(summary.lastTest?.message ?? "", /administrator/);
    const [seen] = (await store.list(actor("editor"))).filter(({ id }) => id === summary.id);
    assert.deepEqual(
      [seen?.state, seen?.lastTest?.message],
      ["failing", "Ask an owner or admin of this workspace to see to it."],
    );
    assert.equal(received.length, 0);
  });

  it("does not send it to a host outside its list", async () => {
    const input = bearer({ ...local(), allowedHosts: "api.example.com" });
    const { id } = await store.create(actor(), input);
    const summary = await store.test(actor(), id);
    assert.match(summary.lastTest?.message ?? "", /api\.example\.com/);
    assert.equal(received.length, 0);
  });

  it("reaches no private address that the operator did not allow", async () => {
    const guarded = createHttpClient({});
    const strict = createConnectionStore({
      prisma: database.prisma,
      pool: database.pool,
      ring,
      http: guarded,
      guard,
    });
    const { id } = await strict.create(actor(), bearer(local()));
    assert.equal((await strict.test(actor(), id)).state, "failing");
    assert.equal(received.length, 0);
    await guarded.close();
  });

  it("needs an address", async () => {
    const { id } = await store.create(actor(), bearer());
    await assert.rejects(store.test(actor(), id), /no test address/);
  });
});
