import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import pg from "pg";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import type { FilePort, FileRef } from "#lib/files/contract.ts";
import { openFiles } from "#lib/files/open-files.fixture.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { definition, responseOutput } from "./definition.ts";
import { execute } from "./execute.ts";

type Received = { method: string; headers: IncomingHttpHeaders; body: Buffer };

/** Answers as it is told, and keeps what came. */
let answer: (response: ServerResponse) => void = (response) => response.end("{}");
let received: Received[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  received.push({
    method: request.method ?? "",
    headers: request.headers,
    body: Buffer.concat(chunks),
  });
  answer(response);
});
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
let origin = "";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;
let files: FilePort;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => undefined);
  await pool.query("INSERT INTO workspaces (id, name, slug) VALUES ('w1', 'W', 'w1')");
  const store = openFiles(pool);
  files = {
    save: (meta, source) => store.save({ workspaceId: "w1" }, meta, source),
    open: (fileId) => store.open("w1", fileId),
  };
});
beforeEach(() => {
  received = [];
  answer = (response) => response.end("{}");
});
after(async () => {
  await http.close();
  server.close();
  await pool.end();
  await database.drop();
});

const call = async (config: JsonObject): Promise<Json> =>
  (await doneOf(executeNode(definition, execute, { url: origin, ...config }, { http, files })))
    .output;
const stored = (bytes: Buffer, name = "photo.png"): Promise<FileRef> =>
  files.save({ name, type: "image/png" }, [bytes]);
async function contentOf(ref: FileRef): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await files.open(ref.fileId)).read()) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("rest api: bodies", () => {
  it("Request Body: multipart with files, streamed with its length", async () => {
    const bytes = randomBytes(600_000);
    const ref = await stored(bytes, 'Übersicht "1".png');
    await call({
      method: "POST",
      bodyType: "multipart",
      bodyParts: [
        { name: "title", kind: "text", value: "Höhe & Breite", enabled: true },
        { name: "photo", kind: "file", value: JSON.stringify(ref), enabled: true },
        { name: "off", kind: "text", value: "no", enabled: false },
      ],
      headers: [{ name: "Content-Type", value: "text/plain", enabled: true }],
    });
    const [request] = received;
    assert.ok(request);
    assert.equal(request.headers["content-length"], String(request.body.length));
    assert.match(request.headers["content-type"] ?? "", /^multipart\/form-data; boundary=/);
    const form = await new Response(new Uint8Array(request.body), {
      headers: { "content-type": request.headers["content-type"] ?? "" },
    }).formData();
    assert.equal(form.get("title"), "Höhe & Breite");
    assert.equal(form.has("off"), false);
    const photo = form.get("photo");
    assert.ok(photo instanceof File);
    assert.deepEqual([photo.name.includes("bersicht"), photo.type], [true, "image/png"]);
    assert.ok(Buffer.from(await photo.arrayBuffer()).equals(bytes));
  });

  it("Request Body: XML, with its content type", async () => {
    await call({ method: "PUT", bodyType: "xml", bodyXml: "<a>ü</a>" });
    assert.equal(received[0]?.headers["content-type"], "application/xml; charset=utf-8");
    assert.equal(received[0]?.body.toString(), "<a>ü</a>");
  });

  it("Request Body: a file as it is, with its own type", async () => {
    const bytes = randomBytes(400_000);
    const ref = await stored(bytes);
    await call({ method: "POST", bodyType: "file", bodyFile: ref.fileId });
    assert.equal(received[0]?.headers["content-type"], "image/png");
    assert.equal(received[0]?.headers["content-length"], "400000");
    assert.ok(received[0]?.body.equals(bytes));
  });

  it("says in words when a field holds no file, or one that is gone", async () => {
    const file = { method: "POST", bodyType: "file" };
    await assert.rejects(
      call({ ...file, bodyFile: "photo.png" }),
      failsWith("invalid_value", /no file/),
    );
    await assert.rejects(
      call({ ...file, bodyFile: "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90" }),
      failsWith("file_not_found"),
    );
    assert.equal(received.length, 0);
  });

  it("HTTP Methods: HEAD and OPTIONS go without a body and hand on the headers", async () => {
    for (const method of ["HEAD", "OPTIONS"]) {
      answer = (response) => response.writeHead(204, { allow: "GET, POST" }).end();
      const output = responseOutput.parse(await call({ method, bodyType: "text", bodyText: "x" }));
      assert.equal(output.headers.allow, "GET, POST");
      assert.equal(output.body, null);
    }
    assert.deepEqual(
      received.map(({ method, body }) => [method, body.length]),
      [
        ["HEAD", 0],
        ["OPTIONS", 0],
      ],
    );
  });
});

describe("rest api: answers", () => {
  it("Response Processing: a file, named as the other side says, kept as it arrives", async () => {
    const bytes = randomBytes(900_000);
    answer = (response) =>
      response
        .writeHead(200, {
          "content-type": "application/pdf",
          "content-disposition": "attachment; filename*=UTF-8''Rechnung%20%C3%BC.pdf",
        })
        .end(bytes);
    const output = responseOutput.parse(await call({ responseAs: "file" }));
    const ref = output.body as FileRef;
    assert.deepEqual(
      [ref.name, ref.type, ref.size],
      ["Rechnung ü.pdf", "application/pdf", 900_000],
    );
    assert.ok((await contentOf(ref)).equals(bytes));
  });

  it("keeps no file of a failed answer, and says why it failed", async () => {
    const before = (await pool.query("SELECT count(*) FROM files")).rows[0]?.count;
    answer = (response) => response.writeHead(404).end("no such invoice");
    await assert.rejects(call({ responseAs: "file" }), failsWith("upstream_status"));
    assert.equal((await pool.query("SELECT count(*) FROM files")).rows[0]?.count, before);
  });

  it("says that the storage is full, and not that nobody took the answer", async () => {
    await pool.query("INSERT INTO run_policies (workspace_id, storage_mb) VALUES ('w1', 1)");
    answer = (response) => response.end(randomBytes(3_000_000));
    await assert.rejects(call({ responseAs: "file" }), failsWith("storage_full"));
    await pool.query("DELETE FROM run_policies");
  });

  it("hands on the data alone when that is asked for", async () => {
    answer = (response) => response.setHeader("content-type", "application/json").end('{"id": 7}');
    assert.deepEqual(await call({ handOn: "body" }), { id: 7 });
  });

  it("says what the time was spent on", async () => {
    answer = (response) => void setTimeout(() => response.end("{}"), 30);
    const { timings, durationMs } = responseOutput.parse(await call({}));
    assert.ok(timings.waitMs >= 28);
    const sum = Object.values(timings).reduce((all, ms) => all + ms, 0);
    assert.ok(sum <= durationMs + 1, `${sum} ms are more than ${durationMs} ms`);
  });
});

describe("rest api: answers to variables", () => {
  it("Response mapping: values at their paths become variables, types kept", async () => {
    answer = (response) => {
      response.setHeader("content-type", "application/json");
      response.end('{"id": 7, "paid": true, "lines": [{"sku": "a b"}], "first name": "Ada"}');
    };
    const saveTo = [
      { name: "id", path: "body.id" },
      { name: "paid", path: "body.paid" },
      { name: "lines", path: "body.lines" },
      { name: "sku", path: "body.lines[0].sku" },
      { name: "first", path: 'body["first name"]' },
      { name: "gone", path: "body.nothing.here" },
      { name: "status", path: "status" },
      { name: "", path: "body.id" },
    ];
    const step = executeNode(definition, execute, { url: origin, saveTo }, { http, files });
    assert.deepEqual((await doneOf(step)).vars, {
      ...{ id: 7, paid: true, lines: [{ sku: "a b" }], sku: "a b" },
      ...{ first: "Ada", gone: null, status: 200 },
    });
  });
});
