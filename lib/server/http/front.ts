import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { answerHeaders } from "./page-security.ts";

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export type Front = {
  port(): number;
  /** From now on everything but the health checks goes to `handler`. */
  open(handler: (request: IncomingMessage, response: ServerResponse) => void): void;
  /**
   * Hands connections that ask for another protocol to `handler`. Until this is called such a
   * request is answered like any other.
   */
  acceptUpgrades(handler: UpgradeHandler): void;
  /** What the start waits for, shown by /readyz. */
  setWaitingFor(what: string | null): void;
  /** Takes no new connection and waits for those that are busy, `drainWithinMs` at most. */
  close(): Promise<void>;
};

const startingPage =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><meta name="viewport" content="width=device-width"><title>Patchbay is starting</title></head><body><p>Patchbay is starting. This page refreshes by itself.</p></body></html>';

/** Said before anybody knows whether the address is an https one. */
const guardHeaders = Object.fromEntries(answerHeaders(false));

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    ...guardHeaders,
    "content-type": "application/json",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(body));
}

/** The database takes no text with the sign NUL. What is sent to a webhook's query is its flow's to read. */
function hasNul(url = ""): boolean {
  if (!url.includes("%00")) return false;
  return !url.startsWith("/hooks/") || (url.split("?", 1)[0] ?? "").includes("%00");
}

/**
 * The listener. It opens before anything else is ready, so that `/healthz` (the process lives) and
 * `/readyz` (database reachable, migrations done) answer from the start; until `open` is called
 * everybody else is asked for patience.
 */
export async function startFront(options: {
  host: string;
  /** 0: any free one. */
  port: number;
  databaseAnswers(): Promise<boolean>;
  /** How long requests in flight may take once the server closes, in ms; default 20,000. */
  drainWithinMs?: number;
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
    if (hasNul(request.url)) {
      request.resume();
      const message = "The address holds a sign that no text may have.";
      return sendJson(response, 400, { code: "invalid_input", message });
    }
    if (handler !== undefined) return handler(request, response);
    request.resume();
    response.writeHead(503, {
      ...guardHeaders,
      "content-type": "text/html; charset=utf-8",
      "retry-after": "1",
      "cache-control": "no-store",
    });
    response.end(startingPage);
  });
  server.keepAliveTimeout = 72_000;
  const upgraded = new Set<Duplex>();
  await listen(server, options);

  return {
    port: () => (server.address() as AddressInfo) /* listens on TCP */.port,
    open(next) {
      handler = next;
    },
    setWaitingFor(what) {
      waitingFor = what;
    },
    acceptUpgrades(next) {
      server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        upgraded.add(socket);
        socket.once("close", () => upgraded.delete(socket));
        next(request, socket, head);
      });
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of upgraded) socket.destroy();
      server.closeIdleConnections();
      // A connection that is kept alive falls idle only after its answer, unnoticed by `close`.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const limit = setTimeout(
        () => server.closeAllConnections(),
        options.drainWithinMs ?? defaultDrainMs,
      );
      await closed;
      clearInterval(sweep);
      clearTimeout(limit);
    },
  };
}

const defaultDrainMs = 20_000;

async function listen(server: Server, { host, port }: { host: string; port: number }) {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EADDRINUSE") {
      throw new Error(
        `Port ${port} is taken by another program. Stop it, or choose another port with PORT.`,
        { cause },
      );
    }
    throw cause;
  }
}
