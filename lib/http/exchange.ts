import type { Transform, Writable } from "node:stream";
import type { Dispatcher } from "undici";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Connecting } from "./connecting.ts";
import type { Deadlines, Expiring } from "./deadlines.ts";
import { codingOf, createDecompressor } from "./decompressor.ts";
import { explainFailure } from "./explain-failure.ts";
import type { OriginPool } from "./pools.ts";
import { isRedirect } from "./redirect.ts";

/** What ends an exchange early. */
export type ExchangeLimits = {
  /** For messages. */
  host: string;
  /** The total time the caller gave, in ms; for messages. */
  timeoutMs: number;
  deadline: number;
  maxBytes: number;
  signal: AbortSignal | undefined;
  /** The body of a redirect is not kept when it will be followed. */
  followRedirects: boolean;
  /** Takes the body as it arrives, when it wants this answer. */
  receive:
    | ((head: { status: number; headers: Record<string, string> }) => Writable | undefined)
    | undefined;
};

/** One answer, its body decompressed. */
export type Hop = {
  status: number;
  statusText: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** When it was handed to a connection; on the clock of `performance.now()`. */
  sentAt: number;
  firstByteAt: number;
  /** What setting up that connection took, when it was a new one. */
  connecting: Connecting | undefined;
};

type Headers = Record<string, string | string[] | undefined>;

const noBytes = new Uint8Array(0);
/** A followed redirect's body is read up to here, to keep its connection; a longer one is cut. */
const maxRedirectBody = 64 * 1024;

/**
 * Sends one request over a pool and collects the answer. Counts bytes after decompression as they
 * arrive and ends the connection the moment a limit is passed.
 */
export function exchange(
  pool: OriginPool,
  request: Dispatcher.DispatchOptions,
  limits: ExchangeLimits,
  deadlines: Deadlines,
): Promise<Hop> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(pool, request.method, limits, deadlines, resolve, reject);
    deadlines.add(handler);
    pool.dispatcher.dispatch(request, handler);
  });
}

class Exchange implements Dispatcher.DispatchHandler, Expiring {
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly #pool: OriginPool;
  readonly #method: string;
  readonly #limits: ExchangeLimits;
  readonly #deadlines: Deadlines;
  readonly #resolve: (hop: Hop) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #status = 0;
  #statusText = "";
  #headers: Record<string, string> = {};
  #sentAt = 0;
  #firstByteAt = 0;
  #connecting: Connecting | undefined;
  #sink: Writable | undefined;
  #coding: string | undefined;
  #decompressor: Transform | undefined;
  #skipsBody = false;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #compressedSize = 0;

  constructor(
    pool: OriginPool,
    method: string,
    limits: ExchangeLimits,
    deadlines: Deadlines,
    resolve: (hop: Hop) => void,
    reject: (error: unknown) => void,
  ) {
    this.#pool = pool;
    this.#method = method;
    this.#limits = limits;
    this.#deadlines = deadlines;
    this.#resolve = resolve;
    this.#reject = reject;
    this.deadline = limits.deadline;
    this.signal = limits.signal;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#sentAt = performance.now();
    this.#connecting = this.#pool.connector.takeNewest();
    // Its time ran out while it waited for a connection: it must not be sent any more.
    if (this.#settled) controller.abort(new Error("settled before it was sent"));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
    statusText?: string,
  ): void {
    if (this.#settled || status < 200) return;
    this.#firstByteAt = performance.now();
    this.#status = status;
    this.#statusText = statusText ?? "";
    this.#headers = joinRepeated(headers);
    if (this.#limits.followRedirects && isRedirect(status, this.#headers)) {
      this.#skipsBody = true;
      return;
    }
    this.#coding = codingOf(this.#headers["content-encoding"]);
    const announced = Number(this.#headers["content-length"] ?? 0);
    if (announced > this.#limits.maxBytes && this.#method !== "HEAD") this.#failTooLarge();
    else this.#openSink(controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#settled) return;
    if (this.#skipsBody) {
      this.#size += chunk.length;
      if (this.#size > maxRedirectBody) {
        this.#finish();
        controller.abort(new Error("the rest of a redirect's body is of no interest"));
      }
    } else if (this.#coding === undefined) this.#collect(chunk);
    else this.#decompress(controller, chunk, this.#coding);
  }

  onResponseEnd(): void {
    if (this.#decompressor === undefined) this.#finish();
    else this.#decompressor.end();
  }

  onResponseError(_controller: unknown, error: unknown): void {
    this.#fail(error);
  }

  expire(): void {
    const { host, timeoutMs } = this.#limits;
    const seconds = timeoutMs / 1000;
    this.#fail(
      new UpstreamError(
        "upstream_timeout",
        `${host} did not answer completely within ${seconds === 1 ? "a second" : `${seconds} seconds`}.`,
        { next: "Try again later, or allow the step more time.", details: { host, timeoutMs } },
      ),
    );
  }

  cancel(): void {
    const reason: unknown = this.signal?.reason;
    this.#fail(new UserError("run_canceled", "The run was cancelled.", { cause: reason }));
  }

  #openSink(controller: Dispatcher.DispatchController): void {
    const { receive } = this.#limits;
    this.#sink = receive?.({ status: this.#status, headers: this.#headers });
    this.#sink
      // Whoever takes it has given up, and says why.
      ?.on("error", (error) => this.#failUntaken(error))
      .on("close", () => this.#failUntaken(undefined))
      .on("drain", () => {
        if (this.#decompressor === undefined) controller.resume();
        else this.#decompressor.resume();
      });
  }

  #collect(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > this.#limits.maxBytes) this.#failTooLarge();
    else if (this.#sink === undefined) this.#chunks.push(chunk);
    // Whoever takes the body sets the pace.
    else if (!this.#sink.write(chunk)) (this.#decompressor ?? this.#controller)?.pause();
  }

  #decompress(controller: Dispatcher.DispatchController, chunk: Uint8Array, coding: string): void {
    if (this.#decompressor === undefined) {
      try {
        this.#decompressor = createDecompressor(coding, chunk[0] ?? 0);
      } catch (error) {
        this.#fail(error);
        return;
      }
      this.#decompressor
        .on("data", (piece: Uint8Array) => !this.#settled && this.#collect(piece))
        .on("end", () => this.#finish())
        .on("error", (error) => this.#failUnreadable(error))
        .on("drain", () => controller.resume());
    }
    // Compressed input may unfold to nothing at all, for ever: it has the same limit.
    this.#compressedSize += chunk.length;
    if (this.#compressedSize > this.#limits.maxBytes) this.#failTooLarge();
    else if (!this.#decompressor.write(chunk)) controller.pause();
  }

  #finish(): void {
    if (!this.#settle()) return;
    this.#sink?.end();
    const [only] = this.#chunks;
    this.#resolve({
      status: this.#status,
      statusText: this.#statusText,
      headers: this.#headers,
      body:
        only === undefined
          ? noBytes
          : this.#chunks.length === 1
            ? only
            : Buffer.concat(this.#chunks),
      sentAt: this.#sentAt,
      firstByteAt: this.#firstByteAt,
      connecting: this.#connecting,
    });
  }

  #fail(error: unknown): void {
    if (!this.#settle()) return;
    const explained = explainFailure(error, this.#limits.host);
    this.#chunks = [];
    this.#decompressor?.destroy();
    this.#sink?.destroy(explained);
    this.#reject(explained);
    this.#controller?.abort(explained);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#deadlines.delete(this);
    return true;
  }

  #failUntaken(cause: unknown): void {
    this.#fail(new EngineError("internal", "The answer was not taken.", { cause }));
  }

  #failTooLarge(): void {
    const { host, maxBytes } = this.#limits;
    const size = maxBytes >= 1e6 ? `${maxBytes / 1e6} MB` : `${maxBytes / 1e3} KB`;
    this.#fail(
      new UserError("response_too_large", `The answer of ${host} is larger than ${size}.`, {
        next: "Ask for less at a time, for example for fewer records a page.",
        details: { host, maxBytes },
      }),
    );
  }

  #failUnreadable(cause: unknown): void {
    const { host } = this.#limits;
    this.#fail(
      new UpstreamError("upstream_protocol", `The compressed answer of ${host} is damaged.`, {
        cause,
      }),
    );
  }
}

/** Repeated headers as one, in place: undici hands over a fresh object for each answer. */
function joinRepeated(headers: Headers): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== "string") headers[name] = value?.join(", ") ?? "";
  }
  return headers as Record<string, string>; // the loop above left nothing but strings
}
