import { createServer } from "node:http";

/** A small API on loopback, in a process of its own: answers every request with the same order. */
const order = JSON.stringify({ id: 1042, status: "shipped", city: "Berlin", total: 58.2 });

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(order),
  });
  response.end(order);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.("ready"));
