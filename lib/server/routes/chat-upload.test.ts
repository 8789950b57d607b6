import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { chatTarget, openChatBench } from "#lib/chat/chat-bench.fixture.ts";
import type { ChatContent } from "#lib/chat/content.ts";
import { appendMessage } from "#lib/db/chat/messages.ts";
import { openFiles } from "#lib/files/open-files.fixture.ts";
import { registerChatRoutes } from "./chat.ts";

describe("files in chats", () => {
  const heard: object[] = [];
  let bench: Awaited<ReturnType<typeof openChatBench>>;
  let files: ReturnType<typeof openFiles>;
  let app: FastifyInstance;
  let base: string;
  let token: string;
  let conversationId: string;

  before(async () => {
    bench = await openChatBench(async ({ text }) => {
      heard.push({ text });
      return "end";
    });
    bench.publish(chatTarget({}));
    files = openFiles(bench.pool);
    app = Fastify();
    registerChatRoutes(app, {
      chat: bench.startProcess({ files }),
      flows: { liveBySlug: async () => chatTarget({}) },
      workspace: { chatLook: () => Promise.reject(new Error("not looked at here")) },
      settings: { baseUrl: "http://patchbay.example" },
    });
    base = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  beforeEach(async () => {
    heard.length = 0;
    await bench.pool.query("DELETE FROM files");
    const opened = await fetch(`${base}/chat/api/pizza/conversations`, { method: "POST" });
    ({ token, conversationId } = await opened.json());
  });
  after(async () => {
    await app.close();
    await bench.close();
  });

  const authorization = () => ({ authorization: `Bearer ${token}` });
  async function ask(upload?: ChatContent["upload"]) {
    const text = "Your photo?";
    await appendMessage(bench.pool, {
      ...{ conversationId, direction: "out", at: new Date(), runId: null, nodeId: null },
      content: upload === undefined ? { text } : { text, expects: "file", upload },
      dedupeKey: randomUUID(),
    });
  }
  async function upload(bytes: Uint8Array<ArrayBuffer>, name: string, type: string) {
    const response = await fetch(`${base}/chat/api/files?name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { ...authorization(), "content-type": type },
      body: bytes,
    });
    return { status: response.status, body: await response.json() };
  }
  const send = async (body: object) =>
    await fetch(`${base}/chat/api/messages`, {
      method: "POST",
      headers: { ...authorization(), "content-type": "application/json" },
      body: JSON.stringify({ clientId: randomUUID(), text: "", ...body }),
    });
  const photo = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
  const stored = async () => {
    const { rows } = await bench.pool.query("SELECT name, size::int FROM files ORDER BY name");
    return rows;
  };

  it("takes the file that was asked for, whole, and hands it to the flow with its name", async () => {
    await ask({ accept: ["image/*"], maxBytes: 1_000 });
    const { status, body } = await upload(photo, "../Küche 1.png", "image/png");
    assert.deepEqual(
      [status, body.name, body.type, body.size],
      [201, "Küche 1.png", "image/png", 7],
    );
    assert.equal((await send({ file: body.url })).status, 202);
    for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(heard, [{ text: "Küche 1.png" }]);
    assert.deepEqual(bench.started.at(-1)?.payload, {
      ...{ text: "Küche 1.png", file: body },
      at: Object(bench.started.at(-1)?.payload).at,
    });
    const shown = await fetch(`${base}/chat/api/messages`, { headers: authorization() });
    const { messages } = await shown.json();
    assert.deepEqual(messages.at(-1).content.file, { url: body.url, name: "Küche 1.png" });
  });

  it("takes JSON and types of nobody’s as they are", async () => {
    await ask({ accept: [], maxBytes: 1_000 });
    const text = new TextEncoder().encode('{"a": 1}');
    assert.equal((await upload(text, "a.json", "application/json")).body.size, 8);
    const bare = await upload(text, "b", "application/x-own; a=1");
    assert.deepEqual([bare.status, bare.body.type], [201, "application/x-own"]);
  });

  it("refuses what nobody asked for, and keeps nothing of it", async () => {
    assert.equal((await upload(photo, "a.png", "image/png")).body.code, "file_not_expected");
    await ask({ accept: [".pdf"], maxBytes: 5 });
    assert.equal((await upload(photo, "a.png", "image/png")).body.code, "file_type_refused");
    assert.equal((await upload(photo, "a.pdf", "image/png")).body.code, "file_too_large");
    await ask();
    assert.equal((await upload(photo, "a.pdf", "image/png")).body.code, "file_not_expected");
    assert.deepEqual(await stored(), []);
    const foreign = await fetch(`${base}/chat/api/files?name=a`, { method: "POST", body: photo });
    assert.equal(foreign.status, 401);
  });

  it("takes so many files and no more, so that nobody fills the storage", async () => {
    await ask({ accept: [], maxBytes: 1_000 });
    for (let taken = 0; taken < 10; taken++) {
      assert.equal((await upload(photo, `${taken}.png`, "image/png")).status, 201);
    }
    const refused = await upload(photo, "one-more.png", "image/png");
    assert.deepEqual([refused.status, refused.body.code], [429, "rate_limited"]);
    assert.equal((await stored()).length, 10);
  });

  it("sends no file of another workspace, and none that was not made here", async () => {
    await bench.pool.query(
      "INSERT INTO workspaces (id, name, slug) VALUES ('w9', 'X', 'w9') ON CONFLICT DO NOTHING",
    );
    const other = await files.save({ workspaceId: "w9" }, { name: "x", type: "" }, [photo]);
    for (const file of [other.url, `https://x.test/files/${other.fileId}.abc/x`, "x"]) {
      assert.equal((await (await send({ file })).json()).code, "file_not_found");
    }
    assert.equal((await (await send({})).json()).code, "invalid_input");
  });
});
