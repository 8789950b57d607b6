import { LRUCache } from "lru-cache";
import { type Dispatcher, Pool, ProxyAgent } from "undici";
import { type ClientCertificate, certificateKey, tlsOptions } from "./client-certificate.ts";
import { Connector } from "./connecting.ts";
import type { EgressGuard } from "./egress-guard.ts";
import type { HttpProxy } from "./proxy.ts";
import type { Target } from "./target.ts";

/** The connections to one origin. */
export type OriginPool = { dispatcher: Dispatcher; connector: Connector };

/** Origins whose connections are kept; the one unused for longest gives way. */
const maxOrigins = 500;
const connectionsPerOrigin = 64;

/**
 * Connections by where they lead: an origin, reached with a certificate or through a proxy, or
 * neither. Each is made by the guard's resolver, for its host and port only.
 */
export class Pools {
  readonly #guard: EgressGuard;
  readonly #connectTimeoutMs: number;
  readonly #closing = new Set<Promise<void>>();
  readonly #pools = new LRUCache<string, OriginPool>({
    max: maxOrigins,
    dispose: ({ dispatcher }) => {
      const done: Promise<void> = dispatcher.close().finally(() => this.#closing.delete(done));
      this.#closing.add(done);
    },
  });

  constructor(guard: EgressGuard, connectTimeoutMs: number) {
    this.#guard = guard;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /** @throws UserError `egress_refused` for an address that may not be called */
  to(target: Target, certificate?: ClientCertificate, proxy?: HttpProxy): OriginPool {
    let key = target.url.origin;
    if (certificate !== undefined) key += ` ${certificateKey(certificate)}`;
    if (proxy !== undefined) key += ` ${proxy.key}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    this.#guard.checkHost(target.host, target.port);
    const pool = this.#create(target, certificate, proxy);
    this.#pools.set(key, pool);
    return pool;
  }

  /** Lets what is in flight finish. */
  async close(): Promise<void> {
    this.#pools.clear();
    await Promise.all(this.#closing);
  }

  #create(
    target: Target,
    certificate: ClientCertificate | undefined,
    proxy: HttpProxy | undefined,
  ): OriginPool {
    const tls = certificate && tlsOptions(certificate);
    const { host, port } = proxy?.target ?? target;
    this.#guard.checkHost(host, port);
    const connecting = {
      timeout: this.#connectTimeoutMs,
      lookup: this.#guard.lookupFor(host, port),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1_000,
    };
    const connector = new Connector(proxy === undefined ? { ...tls, ...connecting } : connecting);
    const options = {
      connections: connectionsPerOrigin,
      pipelining: 1,
      allowH2: false,
      // Shorter than the 5 s after which Node's and many other servers close an idle connection.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 60_000,
      // The exchange's own deadline covers headers and body together.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    if (proxy === undefined) {
      const dispatcher = new Pool(target.url.origin, { ...options, connect: connector.connect });
      return { dispatcher, connector };
    }
    const dispatcher = new ProxyAgent({
      ...options,
      uri: proxy.target.url.href,
      ...(proxy.token !== undefined && { token: proxy.token }),
      proxyTunnel: true,
      proxyTls: connecting,
      requestTls: { ...tls, timeout: this.#connectTimeoutMs },
    });
    return { dispatcher, connector };
  }
}
