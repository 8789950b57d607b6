import type { LookupFunction } from "node:net";
import { buildConnector } from "undici";

/** How long it took to set up a connection, in ms. */
export type Connecting = { dnsMs: number; connectMs: number; tlsMs: number };

type Measured = { startedAt: number; resolvedAt?: number; connectedAt?: number };

/**
 * Makes connections and remembers how long the newest took, until the request that waited for it has
 * asked: undici hands a request to its new connection in the same turn.
 */
export class Connector {
  readonly connect: buildConnector.connector;
  #underWay: Measured | undefined;
  #newest: Connecting | undefined;

  constructor(options: buildConnector.BuildOptions & { lookup: LookupFunction }) {
    const { lookup } = options;
    const connect = buildConnector({
      ...options,
      lookup: (hostname, how, callback) => {
        // A socket asks for its addresses before `connect` returns.
        const measured = this.#underWay;
        lookup(hostname, how, (error, ...answer) => {
          if (measured !== undefined) measured.resolvedAt = performance.now();
          callback(error, ...answer);
        });
      },
    });
    this.connect = (options, callback) => {
      const measured: Measured = { startedAt: performance.now() };
      this.#underWay = measured;
      // Typed as returning nothing; it returns the socket.
      const socket: unknown = connect(options, (...result) => {
        if (result[0] === null) this.#newest = phasesOf(measured, performance.now());
        callback(...result);
      });
      this.#underWay = undefined;
      if (isEmitter(socket)) {
        socket.once("connect", () => {
          measured.connectedAt = performance.now();
        });
      }
    };
  }

  /** What the newest connection took; undefined when nobody has waited for one since. */
  takeNewest(): Connecting | undefined {
    const newest = this.#newest;
    this.#newest = undefined;
    return newest;
  }
}

function phasesOf(measured: Measured, readyAt: number): Connecting {
  const { startedAt, resolvedAt = startedAt, connectedAt = readyAt } = measured;
  return {
    dnsMs: resolvedAt - startedAt,
    connectMs: connectedAt - resolvedAt,
    tlsMs: readyAt - connectedAt,
  };
}

function isEmitter(value: unknown): value is { once(name: string, listener: () => void): void } {
  return typeof value === "object" && value !== null && "once" in value;
}
