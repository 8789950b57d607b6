import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import pg from "pg";
import { pruneFiles } from "#lib/db/files/stored-files.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { failsWith } from "#lib/nodes/testing/context.ts";
import { fileIdIn } from "./file-ref.ts";
import { inPieces } from "./in-pieces.ts";
import { openFiles } from "./open-files.fixture.ts";

const meta = { name: "photo.png", type: "image/png" };

async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* slowly(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    await new Promise((resolve) => setImmediate(resolve));
    yield bytes.subarray(at, at + size);
  }
}

describe("stored files", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let pool: pg.Pool;
  let files: ReturnType<typeof openFiles>;
  const count = async (table: string) =>
    Number((await pool.query(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);

  before(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 8 });
    pool.on("error", () => undefined);
    files = openFiles(pool);
    for (const id of ["w1", "w2"]) {
      await pool.query("INSERT INTO workspaces (id, name, slug) VALUES ($1, $1, $1)", [id]);
    }
  });
  after(async () => {
    await pool.end();
    await database.drop();
  });

  it("come back byte by byte, however they arrived", async () => {
    const bytes = randomBytes(700_001);
    const ref = await files.save({ workspaceId: "w1" }, meta, slowly(bytes, 10_007));
    assert.deepEqual(
      { name: ref.name, type: ref.type, size: ref.size },
      { name: "photo.png", type: "image/png", size: bytes.length },
    );
    const open = await files.open("w1", ref.fileId);
    assert.ok((await bytesOf(open.read())).equals(bytes));
    assert.ok((await bytesOf(open.read())).equals(bytes), "and again");
    const empty = await files.save({ workspaceId: "w1" }, meta, []);
    assert.equal((await bytesOf((await files.open("w1", empty.fileId)).read())).length, 0);
  });

  it("belong to a workspace, and to whoever has their signed address", async () => {
    const ref = await files.save({ workspaceId: "w1" }, meta, [Buffer.from("hello")]);
    await assert.rejects(files.open("w2", ref.fileId), failsWith("file_not_found"));
    const token = new URL(ref.url).pathname.split("/")[2] ?? "";
    assert.equal((await files.openByToken(token))?.ref.fileId, ref.fileId);
    const flipped = `${token.slice(0, -2)}${token.at(-2) === "A" ? "B" : "A"}${token.at(-1)}`;
    assert.equal(await files.openByToken(flipped), null);
    assert.equal(await files.openByToken(ref.fileId), null);
    assert.equal(fileIdIn(ref), ref.fileId);
    assert.equal(fileIdIn(JSON.stringify(ref)), ref.fileId);
    assert.equal(fileIdIn(ref.url), ref.fileId);
    assert.equal(fileIdIn(` ${ref.fileId} `), ref.fileId);
    for (const other of ["", "hello", "{}", "{", null, 7, `x${ref.fileId}`]) {
      assert.equal(fileIdIn(other), undefined);
    }
  });

  it("leave nothing behind when they are too large or break off", async () => {
    const before = [await count("files"), await count("file_chunks")];
    const small = { ...meta, maxBytes: 300_000 };
    await assert.rejects(
      files.save({ workspaceId: "w1" }, small, slowly(randomBytes(300_001), 50_000)),
      failsWith("file_too_large", /larger than 300 kB/),
    );
    async function* breaking() {
      yield randomBytes(400_000);
      throw new Error("the other side hung up");
    }
    await assert.rejects(files.save({ workspaceId: "w1" }, meta, breaking()), /hung up/);
    assert.deepEqual([await count("files"), await count("file_chunks")], before);
  });

  it("never take up more than the workspace allows, not even several at once", async () => {
    await pool.query("INSERT INTO run_policies (workspace_id, storage_mb) VALUES ('w2', 1)");
    const saves = Array.from({ length: 4 }, () =>
      files.save({ workspaceId: "w2" }, meta, slowly(randomBytes(400_000), 100_000)),
    );
    const settled = await Promise.allSettled(saves);
    const kept = settled.filter(({ status }) => status === "fulfilled").length;
    assert.ok(kept <= 2, `${kept} of 400 kB were kept in 1 MB`);
    for (const result of settled) {
      if (result.status === "rejected") failsWith("storage_full")(result.reason);
    }
    const { rows } = await pool.query("SELECT sum(size) FROM files WHERE workspace_id = 'w2'");
    assert.ok(Number(rows[0]?.sum ?? 0) <= 1_000_000);
  });

  it("are gone when their time is over, with their bytes", async () => {
    const ref = await files.save({ workspaceId: "w1" }, meta, [randomBytes(10)]);
    await pool.query("UPDATE files SET expires_at = now() - interval '1 s' WHERE id = $1", [
      ref.fileId,
    ]);
    await assert.rejects(files.open("w1", ref.fileId), failsWith("file_not_found"));
    assert.ok((await pruneFiles(pool, 20)) >= 1);
    const { rows } = await pool.query("SELECT 1 FROM file_chunks WHERE file_id = $1", [ref.fileId]);
    assert.equal(rows.length, 0);
    await assert.rejects(files.open("w1", randomUUID()), failsWith("file_not_found"));
  });

  it("have names that are safe to show and to save", async () => {
    const named = async (name: string) =>
      (await files.save({ workspaceId: "w1" }, { name, type: "x" }, [])).name;
    assert.equal(await named("../../etc/passwd"), "passwd");
    assert.equal(await named('C:\\temp\\a"b\r\n.txt'), "ab.txt");
    assert.equal(await named(".."), "file");
    assert.equal(await named("Jahresübersicht 2026.pdf"), "Jahresübersicht 2026.pdf");
  });
});

describe("pieces", () => {
  it("hold the same bytes in the same order, all of one size but the last", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 33 }),
        async (arriving, size) => {
          const pieces: Buffer[] = [];
          for await (const piece of inPieces(arriving, size)) pieces.push(Buffer.from(piece));
          assert.ok(Buffer.concat(pieces).equals(Buffer.concat(arriving)));
          assert.ok(pieces.slice(0, -1).every((piece) => piece.length === size));
          assert.ok((pieces.at(-1)?.length ?? 1) > 0);
        },
      ),
    );
  });
});
