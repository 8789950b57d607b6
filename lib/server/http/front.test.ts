import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, type IncomingMessage, type RequestOptions, request } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { startFront } from "./front.ts";

test("health answers from the start, everything else is asked for patience, then served", async (t) => {
  let reachable = true;
  const front = await startFront({
    host: "127.0.0.1",
    port: 0,
    databaseAnswers: async () => reachable,
  });
  t.after(() => front.close());
  const get = (path: string) => fetch(`http://127.0.0.1:${front.port()}${path}`);

  assert.equal((await get("/healthz")).status, 200);
  const starting = await get("/readyz");
  assert.equal(starting.status, 503);
  assert.deepEqual(await starting.json(), { status: "starting", waitingFor: "the database" });
  const patient = await get("/flows");
  assert.equal(patient.status, 503);
  assert.equal(patient.headers.get("retry-after"), "1");

  front.open((_request, response) => response.end("served"));
  front.setWaitingFor(null);
  assert.equal(await (await get("/flows")).text(), "served");
  for (const path of ["/hooks/%00", "/flows?search=%00", "/api/ui/flows/a%00b"])
    assert.equal((await get(path)).status, 400);
  assert.equal((await get("/hooks/a?text=%00")).status, 200);
  assert.equal((await get("/readyz")).status, 200);
  reachable = false;
  assert.equal((await get("/readyz")).status, 503);
  assert.equal((await get("/healthz")).status, 200);
});

test("a closing server lets the answer in flight go out, then ends kept connections", async () => {
  const front = await startFront({ host: "127.0.0.1", port: 0, databaseAnswers: async () => true });
  const arrived = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  front.open((_request, response) => {
    arrived.resolve();
    finish.promise.then(() => response.end("whole"));
  });
  const agent = new Agent({ keepAlive: true });
  const answer = read({ port: front.port(), agent });
  await arrived.promise;
  const closed = front.close();
  finish.resolve();
  assert.equal(await answer, "whole");
  // The server keeps connections open for over a minute: only closing them ends this wait.
  await closed;
  agent.destroy();
});

test("a closing server cuts off what does not end in time, upgraded connections at once", async () => {
  const front = await startFront({
    host: "127.0.0.1",
    port: 0,
    databaseAnswers: async () => true,
    drainWithinMs: 1,
  });
  front.acceptUpgrades((_request, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
  });
  const arrived = Promise.withResolvers<void>();
  front.open(() => arrived.resolve());
  const endless = read({ port: front.port() });
  const upgrade = request({
    port: front.port(),
    headers: { connection: "Upgrade", upgrade: "x" },
  }).end();
  const [, socket] = (await once(upgrade, "upgrade")) as [unknown, Socket];
  socket.on("error", () => undefined);
  await arrived.promise;
  const refused = assert.rejects(endless);
  await front.close();
  await refused;
});

test("a port that is taken is named", async (t) => {
  const options = { host: "127.0.0.1", databaseAnswers: async () => true };
  const first = await startFront({ ...options, port: 0 });
  t.after(() => first.close());
  await assert.rejects(startFront({ ...options, port: first.port() }), {
    message: `Port ${first.port()} is taken by another program. Stop it, or choose another port with PORT.`,
  });
});

async function read(options: RequestOptions): Promise<string> {
  const sent = request({ host: "127.0.0.1", ...options }).end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return await text(response);
}
