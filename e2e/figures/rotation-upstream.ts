import { createServer } from "node:http";

/**
 * An API on loopback, in a process of its own, that answers only with the right credential.
 * Arguments: its port, the token.
 */
const [port, token] = process.argv.slice(2);

const server = createServer((request, response) => {
  request.resume();
  const right = request.headers.authorization === `Bearer ${token}`;
  response.writeHead(right ? 200 : 401, { "content-type": "application/json" });
  response.end('{"status":"shipped"}');
});
server.keepAliveTimeout = 60_000;
server.listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
