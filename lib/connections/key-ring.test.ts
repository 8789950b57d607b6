import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { parseEncryptionKeys } from "./encryption-keys.ts";
import type { Envelope } from "./envelope.ts";
import { createKeyRing } from "./key-ring.ts";
import { createSecretBox } from "./secret-box.ts";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const place = { workspaceId: "w1", connectionId: "c1", kind: "bearer" };
const code = (expected: string) => (error: unknown) =>
  error instanceof Error && "code" in error && error.code === expected;

describe("an envelope", () => {
  const box = createSecretBox(parseEncryptionKeys(key("a"), "test"));

  it("opens where it was sealed and nowhere else", () => {
    const sealed = box.seal("top secret", place);
    assert.equal(box.open(JSON.parse(JSON.stringify(sealed)), place), "top secret");
    for (const other of [{ workspaceId: "w2" }, { connectionId: "c2" }, { kind: "basic" }]) {
      assert.throws(() => box.open(sealed, { ...place, ...other }), code("connection_unreadable"));
    }
  });

  it("never holds the plaintext and never looks the same twice", () => {
    const [one, two] = [box.seal("top secret", place), box.seal("top secret", place)];
    assert.notEqual(one.data, two.data);
    assert.notEqual(one.wrappedKey, two.wrappedKey);
    assert.ok(!Buffer.from(one.data, "base64").includes("top secret"));
  });

  it("refuses every flipped bit, in every part", () => {
    const sealed = box.seal("top secret", place);
    for (const part of ["wrappedKey", "iv", "tag", "data"] as const) {
      const bytes = Buffer.from(sealed[part], "base64");
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed: Envelope = { ...sealed, [part]: flipped.toString("base64") };
        assert.throws(() => box.open(changed, place), code("connection_unreadable"));
      }
    }
  });

  it("refuses a shortened tag and foreign shapes", () => {
    const sealed = box.seal("top secret", place);
    const short = Buffer.from(sealed.tag, "base64").subarray(0, 4).toString("base64");
    for (const broken of [{ ...sealed, tag: short }, {}, null, "x", { ...sealed, v: 1 }]) {
      assert.throws(() => box.open(broken, place), code("connection_unreadable"));
    }
  });

  it("names the key it needs when that is not there", () => {
    const sealed = createSecretBox(parseEncryptionKeys(key("old"), "test")).seal("x", place);
    assert.throws(() => box.open(sealed, place), /“old” is missing/);
  });

  it("opens with an older key while the first one seals", () => {
    const [old, fresh] = [key("old"), key("new")];
    const sealed = createSecretBox(parseEncryptionKeys(old, "test")).seal("x", place);
    const both = createSecretBox(parseEncryptionKeys(`${fresh},${old}`, "test"));
    assert.equal(both.open(sealed, place), "x");
    assert.equal(both.seal("x", place).keyId, "new");
  });
});

describe("encryption keys in the environment", () => {
  it("are refused when malformed, without showing them", () => {
    const secret = randomBytes(16).toString("base64");
    for (const text of [`a:${secret}`, "nonsense", "", `${key("a")},b:!`, secret]) {
      assert.throws(
        () => parseEncryptionKeys(text, "KEYS"),
        (error) => code("encryption_key_missing")(error) && !String(error).includes(secret),
      );
    }
    const twice = key("a");
    assert.throws(() => parseEncryptionKeys(`${twice},${twice}`, "KEYS"), /“a” is used twice/);
  });
});

describe("the key ring", () => {
  let folder: string;
  let testDatabase: TestDatabase;
  let database: Database;
  const open = (encryptionKeys?: string) =>
    createKeyRing({
      encryptionKeys,
      dataDir: folder,
      mayGenerate: encryptionKeys === undefined,
      prisma: database.prisma,
    });

  before(async () => {
    testDatabase = await createTestDatabase();
    database = createDatabase(testDatabase.url);
  });
  after(async () => {
    await database.close();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "patchbay-keys-"));
    await database.prisma.connection.deleteMany();
    await database.prisma.installationFact.deleteMany();
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function store(sealed: Envelope): Promise<void> {
    await database.prisma.workspace.upsert({
      where: { id: "w1" },
      create: { id: "w1", name: "W", slug: "w1" },
      update: {},
    });
    await database.prisma.connection.create({
      data: { id: "c1", workspaceId: "w1", name: "C", kind: "bearer", envelope: sealed },
    });
  }

  it("generates a key once, readable by its owner only", async () => {
    const first = await open();
    const file = join(folder, "encryption-keys");
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const sealed = first.seal("x", place);
    assert.equal((await open()).open(sealed, place), "x");
    assert.match(await readFile(file, "utf8"), /^k[0-9a-f]{8}:/);
  });

  it("refuses to start without the generated file once something depends on it", async () => {
    const currentKeyId = (await open()).currentKeyId();
    await rm(join(folder, "encryption-keys"));
    await assert.rejects(open(), new RegExp(`“${currentKeyId}” is missing`));
    // And leaves no new key behind that would look like the right one.
    await assert.rejects(stat(join(folder, "encryption-keys")), { code: "ENOENT" });
  });

  it("refuses to start without keys when it may not make one", async () => {
    await assert.rejects(
      createKeyRing({
        encryptionKeys: undefined,
        dataDir: folder,
        mayGenerate: false,
        prisma: database.prisma,
      }),
      /PATCHBAY_ENCRYPTION_KEYS is not set/,
    );
  });

  it("refuses another key under a known name", async () => {
    await open(key("main"));
    await assert.rejects(open(key("main")), /“main” is not the one/);
  });

  it("refuses to start while a stored credential needs a key that is gone", async () => {
    const [old, fresh] = [key("old"), key("new")];
    const ring = await open(old);
    await store(ring.seal("x", place));
    await assert.rejects(open(fresh), /“old” is missing/);
    const both = await open(`${fresh},${old}`);
    const row = await database.prisma.connection.findFirstOrThrow();
    assert.equal(both.open(row.envelope, place), "x");
  });

  it("derives secrets that differ by purpose and stay over a change of the current key", async () => {
    const old = key("old");
    const one = await open(old);
    const two = await open(`${key("new")},${old}`);
    assert.deepEqual(one.derive("session"), two.derive("session"));
    assert.notDeepEqual(one.derive("session"), one.derive("chat"));
    assert.equal(one.derive("session").length, 32);
  });

  it("gives two replicas that start at once the same derived secrets", async () => {
    const keys = key("main");
    const rings = await Promise.all([open(keys), open(keys), open(keys)]);
    const secrets = new Set(rings.map((ring) => ring.derive("session").toString("hex")));
    assert.equal(secrets.size, 1);
  });
});
