import assert from "node:assert/strict";
import { test } from "node:test";
import fastify from "fastify";
import type { Actor } from "#lib/access/contract.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Services } from "#lib/server/services.ts";
import { registerEventRoutes } from "./events.ts";

const reader: Actor = {
  userId: "u1",
  name: "Vera",
  workspaceId: "w1",
  role: "viewer",
  sessionIdHash: "s1",
  ip: "192.0.2.1",
  userAgent: "",
  requestId: "",
};

test("a conversation that is not there is refused before a stream is opened", async () => {
  const services = {
    access: { actorFromCookies: async () => reader },
    runs: {
      async subscribeConversation() {
        throw new UserError("conversation_not_found", "There is no such conversation.");
      },
    },
  } as unknown as Services; /* what this route asks for */
  const app = fastify();
  await app.register((scope) => registerEventRoutes(scope, services));
  try {
    const answer = await app.inject("/api/events/conversations/c1");
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.json().code, "conversation_not_found");
  } finally {
    await app.close();
  }
});

test("a stream ends with the first event after its reader lost the workspace", async () => {
  let signedIn: Actor | null = reader;
  let tell: (event: unknown) => void = () => assert.fail("nobody listens yet");
  let unsubscribed = false;
  const services = {
    access: { actorFromCookies: async () => signedIn },
    runs: {
      async subscribeConversation(_: Actor, __: string, listener: typeof tell) {
        tell = listener;
        return () => {
          unsubscribed = true;
        };
      },
    },
  } as unknown as Services; /* what this route asks for */
  const app = fastify();
  await app.register((scope) => registerEventRoutes(scope, services));
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  try {
    const answer = await fetch(`${address}/api/events/conversations/c1`);
    assert.equal(answer.status, 200);
    const body = answer.text();
    tell({ type: "first" });
    // Seen in its turn: the first event was asked about before this.
    await new Promise(setImmediate);
    signedIn = { ...reader, workspaceId: "w2" };
    tell({ type: "second" });
    const received = await body;
    assert.match(received, /"first"/);
    assert.doesNotMatch(received, /"second"/);
    assert.ok(unsubscribed);
  } finally {
    await app.close();
  }
});
