import type { SecureContextOptions } from "node:tls";
import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { readAllowList } from "./allow-list.ts";
import { type ClientCertificate, certificateKey, tlsOptions } from "./client-certificate.ts";
import { Deadlines } from "./deadlines.ts";
import { createEgressGuard, type EgressGuard, type LookupFn } from "./egress-guard.ts";
import { type ExchangeLimits, exchange } from "./exchange.ts";
import {
  checkCredentialsEncrypted,
  followRedirect,
  isRedirect,
  type Outgoing,
} from "./redirect.ts";
import { buildHeaders } from "./request-headers.ts";
import { readTarget, type Target } from "./target.ts";

export type { LookupFn } from "./egress-guard.ts";

/** One request. Only http: and https: URLs; credentials never inside the URL. */
export type HttpRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Everything together, redirects included, in ms. Default 30,000. */
  timeoutMs?: number;
  /** Largest answer after decompression, in bytes. Default 5,000,000. */
  maxBytes?: number;
  /** Default true, at most 5. */
  followRedirects?: boolean;
  /**
   * Names of headers that carry a credential: dropped when a redirect leaves the origin.
   * Authorization, Cookie and Proxy-Authorization always are.
   */
  secretHeaders?: string[];
  /** Names of query parameters that carry a credential: dropped when a redirect leaves the origin. */
  secretQuery?: string[];
  /** Ends the request within some 25 ms of being aborted. */
  signal?: AbortSignal;
  /** Lets credentials travel over plain http. Default false. */
  allowInsecureCredentials?: boolean;
  /** Shown to the first origin when it asks for one; a redirect to another origin goes without. */
  clientCertificate?: ClientCertificate;
};

export type HttpResponse = {
  status: number;
  statusText: string;
  /** Names in lower case; repeated headers joined with ", ". */
  headers: Record<string, string>;
  /** Where the answer came from, after redirects. */
  url: string;
  /** Decompressed, whatever `content-encoding` and `content-length` say. */
  body: Uint8Array;
  timings: { totalMs: number; firstByteMs: number };
  redirects: number;
};

export type HttpClient = {
  /**
   * Sends a request and reads the whole answer, whatever its status.
   *
   * @throws UserError `invalid_url`, `invalid_header`, `invalid_input` (method), `egress_refused`,
   *   `insecure_credentials`, `too_many_redirects`, `response_too_large`, `run_canceled`
   * @throws UpstreamError `dns_failed`, `tls_failed`, `upstream_unreachable`, `upstream_timeout`,
   *   `upstream_closed`, `upstream_protocol`
   * @throws EngineError `shutting_down` after `close()`
   */
  request(req: HttpRequest): Promise<HttpResponse>;
  /** Lets what is in flight finish, then closes every connection. */
  close(): Promise<void>;
};

export type HttpClientOptions = {
  /** Targets allowed although they are not public: see `readAllowList`. Default none. */
  allow?: string[];
  /** Resolves names. Default: the system's resolver. */
  lookup?: LookupFn;
  /** Time to resolve, connect and set up TLS, in ms. Default 5,000. */
  connectTimeoutMs?: number;
};

const maxRedirects = 5;
/** Origins whose connections are kept; the one unused for longest gives way. */
const maxOrigins = 500;
const connectionsPerOrigin = 64;

/** Builds the client through which every outbound HTTP request goes, with its connection pools. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const guard = createEgressGuard(readAllowList(options.allow ?? []), options.lookup);
  const deadlines = new Deadlines();
  const closing = new Set<Promise<void>>();
  let closed = false;
  const pools = new LRUCache<string, Pool>({
    max: maxOrigins,
    dispose: (pool) => {
      const done: Promise<void> = pool.close().finally(() => closing.delete(done));
      closing.add(done);
    },
  });

  const poolFor = (target: Target, certificate: ClientCertificate | undefined): Pool => {
    const { origin } = target.url;
    const key = certificate === undefined ? origin : `${origin} ${certificateKey(certificate)}`;
    const known = pools.get(key);
    if (known !== undefined) return known;
    guard.checkHost(target.host, target.port);
    const tls = certificate && tlsOptions(certificate);
    const pool = createPool(target, guard, options.connectTimeoutMs ?? 5_000, tls);
    pools.set(key, pool);
    return pool;
  };

  return {
    async request(req) {
      if (closed) throw new EngineError("shutting_down", "Patchbay is shutting down.");
      if (req.signal?.aborted) throw new UserError("run_canceled", "The run was cancelled.");
      const startedAt = performance.now();
      const timeoutMs = req.timeoutMs ?? 30_000;
      const limits: ExchangeLimits = {
        host: "",
        timeoutMs,
        deadline: startedAt + timeoutMs,
        maxBytes: req.maxBytes ?? 5_000_000,
        signal: req.signal,
        followRedirects: req.followRedirects ?? true,
      };
      let outgoing: Outgoing = {
        target: readTarget(req.url),
        method: readMethod(req.method),
        headers: buildHeaders(req.headers),
        body: req.body,
        clientCertificate: req.clientCertificate,
      };
      for (let redirects = 0; ; redirects++) {
        checkCredentialsEncrypted(outgoing, req);
        const { url, host } = outgoing.target;
        limits.host = host;
        const hop = await exchange(
          poolFor(outgoing.target, outgoing.clientCertificate),
          {
            path: url.pathname + url.search,
            method: outgoing.method,
            headers: outgoing.headers,
            body: outgoing.body ?? null,
          },
          limits,
          deadlines,
        );
        if (!limits.followRedirects || !isRedirect(hop.status, hop.headers)) {
          return {
            status: hop.status,
            statusText: hop.statusText,
            headers: hop.headers,
            url: url.href,
            body: hop.body,
            timings: {
              totalMs: performance.now() - startedAt,
              firstByteMs: hop.firstByteAt - startedAt,
            },
            redirects,
          };
        }
        if (redirects === maxRedirects) throw tooManyRedirects(readTarget(req.url).host);
        outgoing = followRedirect(outgoing, hop.status, hop.headers.location ?? "", req);
      }
    },
    async close() {
      closed = true;
      pools.clear();
      await Promise.all(closing);
    },
  };
}

/** Connections to one origin: each is made by the guard's resolver, for this host and port only. */
function createPool(
  target: Target,
  guard: EgressGuard,
  connectTimeoutMs: number,
  tls: SecureContextOptions | undefined,
): Pool {
  return new Pool(target.url.origin, {
    connections: connectionsPerOrigin,
    pipelining: 1,
    allowH2: false,
    // Shorter than the 5 s after which Node's and many other servers close an idle connection.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    // The exchange's own deadline covers headers and body together.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      ...tls,
      timeout: connectTimeoutMs,
      lookup: guard.lookupFor(target.host, target.port),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: 1_000,
    },
  });
}

const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);

function readMethod(method: string): string {
  if (methods.has(method)) return method;
  const upper = method.toUpperCase();
  if (methods.has(upper)) return upper;
  if (/^[A-Z][A-Z\d_-]{0,30}$/.test(upper) && upper !== "CONNECT" && upper !== "TRACE")
    return upper;
  throw new UserError(
    "invalid_input",
    `"${method.slice(0, 40)}" is not a method Patchbay can send.`,
    {
      next: "Use GET, POST, PUT, PATCH or DELETE.",
    },
  );
}

function tooManyRedirects(host: string): UserError {
  return new UserError(
    "too_many_redirects",
    `${host} redirected more than ${maxRedirects} times without an answer.`,
    { next: "Check the address: it may redirect in a circle." },
  );
}
