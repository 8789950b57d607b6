import { once } from "node:events";
import { createServer } from "node:http";

export type OrderApi = {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  url: string;
  /** What `PATCHBAY_EGRESS_ALLOW` needs so that flows may call it. */
  host: string;
  /** Every request so far: `GET /orders/1042`. */
  requests: string[];
  /** The `authorization` header of every request so far. */
  authorizations: (string | undefined)[];
  stop(): Promise<void>;
};

/**
 * A small real API on loopback: knows order 1042, answers 404 to all else, and repeats the
 * `authorization` header it was sent, as careless systems do.
 */
export async function startOrderApi(): Promise<OrderApi> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers.authorization);
    const known = request.url === "/orders/1042";
    const body = known
      ? { id: 1042, status: "shipped", city: "Berlin", sent: request.headers.authorization ?? null }
      : { error: "no such order" };
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    authorizations,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
