import { createServer } from "node:http";

/**
 * The small API of the `latency` figure, in a process of its own: answers `/orders/<n>` with an
 * order and keeps when it was first asked for each; `/arrivals` tells, in ms of the machine's
 * monotonic clock, which all processes share.
 */
const order = JSON.stringify({ id: 1042, status: "shipped", city: "Berlin", total: 58.2 });
const arrivals: { [n: string]: number } = {};

const server = createServer((request, response) => {
  const at = Number(process.hrtime.bigint()) / 1e6;
  const path = request.url ?? "";
  request.resume();
  if (path.startsWith("/orders/")) arrivals[path.slice("/orders/".length)] ??= at;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(path === "/arrivals" ? JSON.stringify(arrivals) : order);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.("ready"));
