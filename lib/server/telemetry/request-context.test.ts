import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import Fastify, { type FastifyBaseLogger } from "fastify";
import { createLog } from "#lib/server/create-log.ts";
import { carryRequestIds, inLogContext, requestIds } from "./request-context.ts";

function gathering() {
  const lines: { [key: string]: unknown }[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split("\n").filter(Boolean)) lines.push(JSON.parse(line));
      done();
    },
  });
  return { lines, log: createLog("info", stream) };
}

async function serving(trustProxy = true) {
  const { lines, log } = gathering();
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger /* Fastify then is the same type for every logger */,
    disableRequestLogging: true,
    genReqId: requestIds(trustProxy),
    childLoggerFactory: (logger) => logger,
  });
  carryRequestIds(app);
  app.post("/work", async (request) => {
    await new Promise((resolve) => setImmediate(resolve));
    log.info({ runId: "r1" }, "deep down");
    request.log.info("at the request");
    return { id: request.id };
  });
  app.get("/page", async (_request, reply) => {
    reply.hijack();
    reply.raw.end("written past Fastify");
  });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  return { app, address, lines };
}

test("log lines carry the request's id, also after its body was read, and so does the answer", async () => {
  const { app, address, lines } = await serving();
  const send = (id: string) =>
    fetch(`${address}/work`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-request-id": id },
      body: JSON.stringify({ a: 1 }),
    });
  const answers = await Promise.all([send("caller-0001"), send("caller-0002")]);
  assert.deepEqual(
    answers.map((answer) => answer.headers.get("x-request-id")),
    ["caller-0001", "caller-0002"],
  );
  const page = await fetch(`${address}/page`);
  assert.match(page.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  await app.close();
  const deep = lines.filter((line) => line.msg === "deep down");
  assert.deepEqual(
    new Set(deep.map((line) => line.requestId)),
    new Set(["caller-0001", "caller-0002"]),
  );
  assert.ok(deep.every((line) => line.runId === "r1"));
  assert.equal(lines.filter((line) => line.msg === "at the request" && line.requestId).length, 2);
});

test("an id that is not safe to repeat is replaced", async () => {
  const { app, address } = await serving();
  for (const unsafe of ["short", "a".repeat(65), "with space 12", 'quote"12345', "<script>alert"]) {
    const answer = await fetch(`${address}/page`, { headers: { "x-request-id": unsafe } });
    assert.match(answer.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/, unsafe);
  }
  await app.close();
});

test("an id is taken from nobody where no proxy is trusted", async () => {
  const { app, address } = await serving(false);
  const answer = await fetch(`${address}/page`, { headers: { "x-request-id": "caller-0001" } });
  assert.match(answer.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  await app.close();
});

test("contexts nest, and a line outside carries nothing", () => {
  const { lines, log } = gathering();
  inLogContext({ requestId: "q" }, () => inLogContext({ runId: "r" }, () => log.info("within")));
  log.info("outside");
  assert.deepEqual([lines[0]?.requestId, lines[0]?.runId], ["q", "r"]);
  assert.deepEqual([lines[1]?.requestId, lines[1]?.runId], [undefined, undefined]);
});
