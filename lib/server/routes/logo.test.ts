import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { registerLogoRoute } from "./logo.ts";

const hash = "a".repeat(64);
const bytes = Buffer.from("not really a picture <script>");
let app: FastifyInstance;

before(async () => {
  app = Fastify();
  registerLogoRoute(app, {
    workspace: {
      logo: async (workspaceId, asked) =>
        workspaceId === "w1" && asked === hash ? { bytes, mediaType: "image/png" } : null,
    },
  });
  await app.ready();
});
after(() => app.close());

it("serves an image to everybody, as nothing but an image", async () => {
  const answer = await app.inject(`/chat/logo/w1/${hash}`);
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers["content-type"], "image/png");
  assert.equal(answer.headers["x-content-type-options"], "nosniff");
  assert.match(String(answer.headers["content-security-policy"]), /default-src 'none'; sandbox/);
  assert.match(String(answer.headers["cache-control"]), /immutable/);
  assert.deepEqual(answer.rawPayload, bytes);
});

it("has nothing under another hash, in another workspace, or at an odd address", async () => {
  for (const path of [`w1/${"b".repeat(64)}`, `w2/${hash}`, "w1/../../x", "w1/short"]) {
    assert.equal((await app.inject(`/chat/logo/${path}`)).statusCode, 404, path);
  }
});
