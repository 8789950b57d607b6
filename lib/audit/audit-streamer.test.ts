import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { type AuditBench, actor, openAuditBench, streamKey } from "./audit-bench.fixture.ts";
import { AuditStreamer, retryAfter } from "./audit-streamer.ts";

type Delivery = { id: string; sequence: number; action: string; sentence: string };

let bench: AuditBench;
let receiver: Server;
let client: HttpClient;
let streamer: AuditStreamer;
let received: { body: string; headers: IncomingHttpHeaders }[] = [];
/** What the receiver answers with, in turn; then 204. */
let answers: number[] = [];

before(async () => {
  bench = await openAuditBench();
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      received.push({ body, headers: request.headers });
      response.writeHead(answers.shift() ?? 204, { location: "https://elsewhere.example" }).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  client = createHttpClient({ allow: ["127.0.0.0/8"] });
  // The public name is reached here, without TLS; everything else goes its usual way.
  const http: Pick<HttpClient, "request"> = {
    request: (request) =>
      client.request({
        ...request,
        url: request.url.replace("https://logs.example", `http://127.0.0.1:${port}`),
      }),
  };
  const log = { warn: () => undefined };
  streamer = new AuditStreamer({ pool: bench.pool, http, key: streamKey, log });
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await client.close();
  await bench.close();
});
beforeEach(async () => {
  received = [];
  answers = [];
  await bench.pool.query("DELETE FROM audit_streams; DELETE FROM audit_outbox");
});

const url = "https://logs.example/patchbay";
const write = (name: string, workspaceId = "w1") =>
  bench.record(actor("admin", workspaceId), {
    ...{ action: "flow.create", targetType: "flow", targetId: name, targetName: name },
  });
async function roundsUntilDone(): Promise<void> {
  while (await streamer.round());
}
const deliveries = () => received.map(({ body }) => JSON.parse(body) as Delivery);
const stateOf = async () => (await bench.audit.settings(actor())).stream;

test("entries arrive in order, each once, signed with the secret that was told", async () => {
  await write("before there was a stream");
  const { secret } = await bench.audit.setStream(actor(), { url });
  assert.ok(secret);
  for (const name of ["one", "two", "three"]) await write(name);
  await write("elsewhere", "w2");
  await roundsUntilDone();
  assert.deepEqual(
    deliveries().map(({ sequence, sentence }) => [sequence, sentence]),
    [
      [1, "Ada had audit entries sent to logs.example"],
      [2, "Ada made the flow “one”"],
      [3, "Ada made the flow “two”"],
      [4, "Ada made the flow “three”"],
    ],
  );
  for (const { headers, body } of received) {
    assert.equal(headers["webhook-signature"], signatureOf(secret, headers, body));
    assert.ok(Math.abs(Number(headers["webhook-timestamp"]) - Date.now() / 1_000) < 60);
    assert.equal(headers["webhook-id"], JSON.parse(body).id);
  }
  const state = await stateOf();
  assert.deepEqual([state?.pending, state?.delivered, state?.failures], [0, 4, 0]);
  assert.equal(state?.deliveredEntryId, deliveries().at(-1)?.id);
  assert.ok(!JSON.stringify(state).includes(secret));
});

test("a refused entry holds up those behind it, is tried again later, and nothing is lost", async () => {
  await bench.audit.setStream(actor(), { url });
  await write("one");
  await write("two");
  answers = [204, 503, 302];
  await roundsUntilDone();
  assert.deepEqual(
    deliveries().map(({ sequence }) => sequence),
    [1, 2],
  );
  let state = await stateOf();
  assert.deepEqual([state?.pending, state?.failures], [2, 1]);
  assert.equal(state?.lastFailure?.message, "The receiver answered with status 503.");
  const wait = Date.parse(state?.nextTryAt ?? "") - Date.now();
  assert.ok(wait > 1_000 && wait <= 5_000, `${wait} ms`);

  // A redirect is no receipt, and is not followed.
  await bench.audit.retryStream(actor());
  await roundsUntilDone();
  state = await stateOf();
  assert.deepEqual(
    [state?.failures, state?.lastFailure?.message],
    [2, "The receiver answered with status 302."],
  );

  await bench.audit.retryStream(actor());
  await roundsUntilDone();
  assert.deepEqual(
    deliveries().map(({ sequence }) => sequence),
    [1, 2, 2, 2, 3],
  );
  state = await stateOf();
  assert.deepEqual([state?.pending, state?.failures, state?.lastFailure], [0, 0, null]);
});

test("several processes deliver one stream without doubles", async () => {
  await bench.audit.setStream(actor(), { url });
  for (let n = 0; n < 20; n++) await write(`flow ${n}`);
  await Promise.all([roundsUntilDone(), roundsUntilDone(), roundsUntilDone()]);
  await roundsUntilDone();
  assert.deepEqual(
    deliveries().map(({ sequence }) => sequence),
    Array.from({ length: 21 }, (_, index) => index + 1),
  );
});

test("a new secret signs from then on; without a stream nothing is kept to be sent", async () => {
  const first = await bench.audit.setStream(actor(), { url });
  assert.equal((await bench.audit.setStream(actor(), { url })).secret, null);
  const { secret } = await bench.audit.renewStreamSecret(actor());
  assert.notEqual(secret, first.secret);
  await roundsUntilDone();
  const { headers, body } = received.at(-1) ?? assert.fail();
  assert.equal(headers["webhook-signature"], signatureOf(secret, headers, body));

  await bench.audit.removeStream(actor());
  await write("afterwards");
  assert.equal(await stateOf(), null);
  const { rows } = await bench.pool.query("SELECT 1 FROM audit_outbox");
  assert.equal(rows.length, 0);
  await assert.rejects(bench.audit.removeStream(actor()), { code: "not_found" });
});

test("addresses inside are refused by the guard, others than https at once", async () => {
  for (const wrong of ["http://logs.example", "ftp://x", "https://a:b@logs.example", "nonsense"]) {
    await assert.rejects(bench.audit.setStream(actor(), { url: wrong }), { code: "invalid_input" });
  }
  const guarded = createHttpClient({});
  const log = { warn: () => undefined };
  const strict = new AuditStreamer({ pool: bench.pool, http: guarded, key: streamKey, log });
  await bench.audit.setStream(actor(), { url: "https://169.254.169.254/latest" });
  while (await strict.round());
  assert.match((await stateOf())?.lastFailure?.message ?? "", /may not call 169\.254\.169\.254/);
  await guarded.close();
});

test("pauses grow from 5 s to an hour", () => {
  assert.deepEqual(
    [1, 2, 3, 11, 500].map(retryAfter),
    [5_000, 10_000, 20_000, 3_600_000, 3_600_000],
  );
});

/** As Standard Webhooks has it, worked out here once more. */
function signatureOf(secret: string, headers: IncomingHttpHeaders, body: string): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}
