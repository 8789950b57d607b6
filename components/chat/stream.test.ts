import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { ChatEvent } from "#lib/chat/contract.ts";
import { openStream } from "./stream.ts";

type Asked = { after: string | null; token: string | undefined };

async function serve(answer: (asked: Asked, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    const after = new URL(request.url ?? "", "http://test").searchParams.get("after");
    answer({ after, token: request.headers.authorization }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    fetch: ((path: string, init: RequestInit) => fetch(base + path, init)) as typeof fetch,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const message = (seq: number) =>
  `data: ${JSON.stringify({ type: "message", message: { seq, direction: "out" } })}\n\n`;

test("after a lost line it goes on behind the last message, without showing one twice", async () => {
  const asked: Asked[] = [];
  const server = await serve((request, response) => {
    asked.push(request);
    response.writeHead(200, { "content-type": "text/event-stream" });
    if (asked.length === 1) {
      response.end(message(1) + message(2));
    } else {
      // A server may send the last one again.
      response.write(`${message(2)}${message(3)}data: {"type":"closed"}\n\n`);
    }
  });
  const events: ChatEvent[] = [];
  const states: boolean[] = [];
  await new Promise<void>((resolve, reject) => {
    openStream({
      token: "secret",
      after: 0,
      fetch: server.fetch,
      retryDelay: () => 0,
      onConnected: (connected) => states.push(connected),
      onRefused: (status) => reject(new Error(`refused with ${status}`)),
      onEvent: (event) => {
        events.push(event);
        if (event.type === "closed") resolve();
      },
    });
  });
  await server.stop();
  assert.deepEqual(
    events.map((event) => (event.type === "message" ? event.message.seq : event.type)),
    [1, 2, 3, "closed"],
  );
  assert.deepEqual(asked, [
    { after: "0", token: "Bearer secret" },
    { after: "2", token: "Bearer secret" },
  ]);
  assert.deepEqual(states, [true, false, true]);
});

test("a refused token ends the listening; a server in trouble does not", async () => {
  let requests = 0;
  const server = await serve((_, response) => {
    requests++;
    response.writeHead(requests < 3 ? 503 : 401).end();
  });
  const status = await new Promise<number>((resolve) => {
    openStream({
      token: "gone",
      after: 0,
      fetch: server.fetch,
      retryDelay: () => 0,
      onConnected: () => {},
      onEvent: () => {},
      onRefused: resolve,
    });
  });
  await server.stop();
  assert.equal(status, 401);
  assert.equal(requests, 3);
});
