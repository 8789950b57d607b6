import type { ChatEvent } from "#lib/chat/contract.ts";
import { createSseParser } from "./sse-parser.ts";

export type StreamOptions = {
  token: string;
  /** The last message already shown; 0 for none. */
  after: number;
  onEvent: (event: ChatEvent) => void;
  /** Whether the line is up. Called on each change, at first with `true` once it is. */
  onConnected: (connected: boolean) => void;
  /** The server will not have us any more: the conversation or its token is gone. */
  onRefused: (status: number) => void;
  /** Default: the browser's own. */
  fetch?: typeof fetch;
  /** Waits before trying again; ms by attempt, from 1. Default 0.5 s doubling to 15 s. */
  retryDelay?: (attempt: number) => number;
};

const backoff = (attempt: number) => Math.min(15_000, 500 * 2 ** (attempt - 1));

/** Silence after which the line counts as dead, in ms; the server sends a comment every 15-25 s. */
const silenceLimitMs = 60_000;

/**
 * Listens to a conversation until closed. `EventSource` cannot send a token in a header, so this
 * reads the stream with fetch, and resumes after the last message it has seen.
 */
export function openStream(options: StreamOptions): { close(): void } {
  const stop = new AbortController();
  void listen(options, stop.signal);
  return { close: () => stop.abort() };
}

async function listen(options: StreamOptions, stopped: AbortSignal): Promise<void> {
  const { onConnected, onRefused, retryDelay = backoff } = options;
  const position = { after: options.after };
  for (let attempt = 1; !stopped.aborted; attempt++) {
    const outcome = await readOnce(options, position, stopped, () => {
      attempt = 1;
      onConnected(true);
    });
    if (stopped.aborted) return;
    if (outcome.kind === "closed") return;
    onConnected(false);
    if (outcome.kind === "refused") return onRefused(outcome.status);
    await pause(retryDelay(attempt), stopped);
  }
}

type Outcome = { kind: "closed" } | { kind: "refused"; status: number } | { kind: "lost" };

async function readOnce(
  options: StreamOptions,
  position: { after: number },
  stopped: AbortSignal,
  onOpen: () => void,
): Promise<Outcome> {
  const send = options.fetch ?? fetch;
  const silence = new AbortController();
  let watchdog = setTimeout(() => silence.abort(), silenceLimitMs);
  let closed = false;
  try {
    const response = await send(`/chat/api/stream?after=${position.after}`, {
      headers: { accept: "text/event-stream", authorization: `Bearer ${options.token}` },
      cache: "no-store",
      signal: AbortSignal.any([stopped, silence.signal]),
    });
    if (!response.ok || response.body === null) {
      const { status } = response;
      const final = status >= 400 && status < 500 && status !== 408 && status !== 429;
      return final ? { kind: "refused", status } : { kind: "lost" };
    }
    onOpen();
    const parser = createSseParser(({ data }) => {
      const event = readEvent(data);
      if (event === undefined) return;
      if (event.type === "message") {
        if (event.message.seq <= position.after) return;
        position.after = event.message.seq;
      }
      closed ||= event.type === "closed";
      options.onEvent(event);
    });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    while (!closed) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), silenceLimitMs);
      parser.push(decoder.decode(value, { stream: true }));
    }
    if (closed) void reader.cancel().catch(() => {});
    return closed ? { kind: "closed" } : { kind: "lost" };
  } catch {
    return { kind: "lost" };
  } finally {
    clearTimeout(watchdog);
  }
}

function readEvent(data: string): ChatEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    return typeof event === "object" && event !== null && "type" in event
      ? (event as ChatEvent) /* our own server's event */
      : undefined;
  } catch {
    return undefined;
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    stopped.addEventListener("abort", done, { once: true });
    // Coming back online is the best moment to try again.
    if (typeof window !== "undefined") window.addEventListener("online", done, { once: true });
    function done() {
      clearTimeout(timer);
      stopped.removeEventListener("abort", done);
      if (typeof window !== "undefined") window.removeEventListener("online", done);
      resolve();
    }
  });
}
