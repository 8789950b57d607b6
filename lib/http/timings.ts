import type { Connecting } from "./connecting.ts";

/** How long a request took, in ms. The phases are those of the last hop, after redirects. */
export type Timings = {
  totalMs: number;
  /** From the start to the first byte of the answer. */
  firstByteMs: number;
  /** Waiting for a free connection, setting one up not included. */
  queueMs: number;
  /** Looking up the name; 0 on a connection that was there already, as the next two. */
  dnsMs: number;
  connectMs: number;
  tlsMs: number;
  /** From sending to the first byte of the answer. */
  waitMs: number;
  /** The answer's body. */
  downloadMs: number;
};

type Hop = { sentAt: number; firstByteAt: number; connecting: Connecting | undefined };

/** `startedAt`, `hopAt`: when the request and its last hop began, on the clock of `performance.now()`. */
export function phasesOf(hop: Hop, startedAt: number, hopAt: number): Timings {
  const now = performance.now();
  const { dnsMs = 0, connectMs = 0, tlsMs = 0 } = hop.connecting ?? {};
  return {
    totalMs: now - startedAt,
    firstByteMs: hop.firstByteAt - startedAt,
    queueMs: Math.max(0, hop.sentAt - hopAt - dnsMs - connectMs - tlsMs),
    ...{ dnsMs, connectMs, tlsMs },
    waitMs: hop.firstByteAt - hop.sentAt,
    downloadMs: now - hop.firstByteAt,
  };
}
