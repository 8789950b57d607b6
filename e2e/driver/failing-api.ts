import { once } from "node:events";
import { createServer } from "node:http";

export type FailingApi = {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  url: string;
  /** What `PATCHBAY_EGRESS_ALLOW` needs so that flows may call it. */
  host: string;
  /** Every request so far: `GET /orders/1042`. */
  requests: string[];
  /** Answers 503 to everything while this is set. */
  down: boolean;
  stop(): Promise<void>;
};

/** A small real API on loopback that can be made to fail; it says in each answer who it is. */
export async function startFailingApi(name: string): Promise<FailingApi> {
  const server = createServer((request, response) => {
    api.requests.push(`${request.method} ${request.url}`);
    const body = api.down ? { error: "out of order" } : { id: 1042, status: "shipped", by: name };
    response.writeHead(api.down ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const host = `127.0.0.1:${address.port}`;
  const api: FailingApi = {
    url: `http://${host}`,
    host,
    requests: [],
    down: false,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return api;
}
