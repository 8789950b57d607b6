import { once } from "node:events";
import { createServer, type Server } from "node:http";

/** A server that listens on loopback before anybody answers on it: its address is known first. */
export async function listenOnLoopback(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port };
}
