import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { isConnectionLoss } from "#lib/errors/connection-loss.ts";
import { createDatabase } from "./client.ts";

/** ErrorResponse of the Postgres protocol (version 3), as a server sends it that is not there yet. */
function startingUp(): Buffer {
  const fields = ["SFATAL", "VFATAL", "C57P03", "Mthe database system is starting up"];
  const body = Buffer.from(`${fields.map((field) => `${field}\0`).join("")}\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

test("a Postgres that is starting up counts as away, through Prisma too", async (t) => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(startingUp()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo; // it listens on a port
  const { prisma, close } = await createDatabase(`postgresql://u:p@127.0.0.1:${port}/db`);
  t.after(() => close());
  const error = await prisma.user.count().catch((refused: unknown) => refused);
  assert.ok(isConnectionLoss(error), String(error));
});
