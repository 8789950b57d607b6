import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export type SseStream = {
  /** Writes one event; `data` is sent as a line of JSON. `id` is what a client resumes after. */
  send(data: unknown, id?: string | number): void;
  /** Ends the stream; the client may come back. */
  close(): void;
  /** Called once, when either side has ended the stream; at once if that has happened. */
  onClose(listener: () => void): void;
  readonly closed: boolean;
};

export type SseHub = {
  /**
   * Turns a request into an event stream. From here on Fastify leaves the reply alone, so refuse
   * the request before. `headers` are added to the answer.
   */
  open(
    request: FastifyRequest,
    reply: FastifyReply,
    headers?: { [name: string]: string },
  ): SseStream;
};

/** A reader who is this far behind is cut off and comes back, in bytes. */
const longestBacklog = 1024 * 1024;

/**
 * Server-sent events for the routes of one Fastify scope (WHATWG HTML, 9.2). Every `heartbeatMs`
 * (default 15,000) each stream gets a comment, so that proxies keep it open; when the server closes,
 * the streams end first. Call while routes are still being registered.
 */
export function createSseHub(app: FastifyInstance, heartbeatMs = 15_000): SseHub {
  const streams = new Set<SseStream & { beat(): void }>();
  let closing = false;
  const timer = setInterval(() => {
    for (const stream of streams) stream.beat();
  }, heartbeatMs).unref();

  app.addHook("preClose", (done) => {
    closing = true;
    clearInterval(timer);
    for (const stream of streams) stream.close();
    done();
  });

  return {
    open(request, reply, headers = {}) {
      const response = reply.raw;
      const listeners = new Set<() => void>();
      let closed = false;

      function write(text: string): void {
        if (closed || response.writableEnded) return;
        response.write(text);
        if (response.writableLength > longestBacklog) response.destroy();
      }

      const stream = {
        send(data: unknown, id?: string | number) {
          write(`${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
        },
        beat: () => write(": still here\n\n"),
        close: () => {
          if (!closed) response.end();
        },
        onClose(listener: () => void) {
          if (closed) listener();
          else listeners.add(listener);
        },
        get closed() {
          return closed;
        },
      };

      reply.hijack();
      streams.add(stream);
      const ended = () => {
        if (closed) return;
        closed = true;
        streams.delete(stream);
        for (const listener of listeners) listener();
      };
      response.on("close", ended);
      // The reader may have left before the stream was opened; no event tells then.
      if (response.destroyed) ended();
      // Without a listener a reset connection would end the process.
      response.on("error", () => response.destroy());
      request.raw.socket.setNoDelay(true);
      response.writeHead(200, {
        ...headers,
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
        // Else the connection would outlive the stream, idle, and hold up a closing server.
        connection: "close",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
      response.write("retry: 2000\n\n");
      if (closing) stream.close();
      return stream;
    },
  };
}
