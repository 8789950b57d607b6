import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Front = {
  server: Server;
  port(): number;
  /** From now on everything but the health checks goes to `handler`. */
  open(handler: (request: IncomingMessage, response: ServerResponse) => void): void;
  /** What the start waits for, shown by /readyz. */
  setWaitingFor(what: string | null): void;
  /** Takes no new connection and waits for those that are busy. */
  close(): Promise<void>;
};

const startingPage =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><meta name="viewport" content="width=device-width"><title>Patchbay is starting</title></head><body><p>Patchbay is starting. This page refreshes by itself.</p></body></html>';

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/**
 * The listener. It opens before anything else is ready, so that `/healthz` (the process lives) and
 * `/readyz` (database reachable, migrations done) answer from the start; until `open` is called
 * everybody else is asked for patience.
 */
export async function startFront(options: {
  host: string;
  port: number;
  databaseAnswers(): Promise<boolean>;
}): Promise<Front> {
  let waitingFor: string | null = "the database";
  let handler: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;

  async function answerReadiness(response: ServerResponse): Promise<void> {
    if (waitingFor !== null) return sendJson(response, 503, { status: "starting", waitingFor });
    const reachable = await options.databaseAnswers();
    if (reachable) return sendJson(response, 200, { status: "ready" });
    sendJson(response, 503, { status: "unavailable", waitingFor: "the database" });
  }

  const server = createServer((request, response) => {
    if (request.url === "/healthz") return sendJson(response, 200, { status: "ok" });
    if (request.url === "/readyz") return void answerReadiness(response);
    if (handler !== undefined) return handler(request, response);
    request.resume();
    response.writeHead(503, {
      "content-type": "text/html; charset=utf-8",
      "retry-after": "1",
      "cache-control": "no-store",
    });
    response.end(startingPage);
  });
  server.keepAliveTimeout = 72_000;
  server.listen(options.port, options.host);
  await once(server, "listening");

  return {
    server,
    port: () => (server.address() as AddressInfo) /* listens on TCP */.port,
    open(next) {
      handler = next;
    },
    setWaitingFor(what) {
      waitingFor = what;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}
