import type { Writable } from "node:stream";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { readAllowList } from "./allow-list.ts";
import { openBody, type RequestBody } from "./body.ts";
import type { ClientCertificate } from "./client-certificate.ts";
import { Deadlines } from "./deadlines.ts";
import { createEgressGuard, type LookupFn } from "./egress-guard.ts";
import { type ExchangeLimits, exchange } from "./exchange.ts";
import { Pools } from "./pools.ts";
import { checkBehindProxy, readProxy } from "./proxy.ts";
import {
  checkCredentialsEncrypted,
  followRedirect,
  isRedirect,
  type Outgoing,
} from "./redirect.ts";
import { buildHeaders } from "./request-headers.ts";
import { readTarget } from "./target.ts";
import { phasesOf, type Timings } from "./timings.ts";

export type { LookupFn } from "./egress-guard.ts";

/** One request. Only http: and https: URLs; credentials never inside the URL. */
export type HttpRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: RequestBody;
  /** Everything together, redirects included, in ms. Default 30,000. */
  timeoutMs?: number;
  /** Largest answer after decompression, in bytes. Default 5,000,000. */
  maxBytes?: number;
  /**
   * Takes an answer's body as it arrives, instead of having it in `body`: called once, with the
   * answer that is not followed. Undefined: not this one. Ended with the body, destroyed when it breaks off.
   */
  receive?: (head: { status: number; headers: Record<string, string> }) => Writable | undefined;
  /** Sends it through a proxy: `http://user:password@proxy.example.com:3128`. */
  proxy?: string;
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
  /**
   * Takes the answer to a GET or HEAD from memory while it is no older than `seconds`, and for
   * `staleSeconds` more when the other side fails. Of the client of a step alone; ignored elsewhere.
   */
  remember?: { seconds: number; staleSeconds: number };
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
  timings: Timings;
  redirects: number;
  /** Not fetched for this request: remembered, or fetched for another. */
  fromCache?: boolean;
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

/** Builds the client through which every outbound HTTP request goes, with its connection pools. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const guard = createEgressGuard(readAllowList(options.allow ?? []), options.lookup);
  const deadlines = new Deadlines();
  const pools = new Pools(guard, options.connectTimeoutMs ?? 5_000);
  let closed = false;

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
        receive: req.receive,
      };
      const proxy = req.proxy === undefined ? undefined : readProxy(req.proxy);
      let outgoing: Outgoing = {
        target: readTarget(req.url),
        method: readMethod(req.method),
        headers: buildHeaders(req.headers),
        body: req.body,
        clientCertificate: req.clientCertificate,
      };
      for (let redirects = 0; ; redirects++) {
        checkCredentialsEncrypted(outgoing, req);
        const { target, clientCertificate } = outgoing;
        limits.host = target.host;
        if (proxy !== undefined) await checkBehindProxy(guard, target);
        const pool = pools.to(target, clientCertificate, proxy);
        const hopAt = performance.now();
        const hop = await exchange(
          pool,
          {
            origin: target.url.origin,
            path: target.url.pathname + target.url.search,
            method: outgoing.method,
            ...openBody(outgoing.body, outgoing.headers),
          },
          limits,
          deadlines,
        );
        if (!limits.followRedirects || !isRedirect(hop.status, hop.headers)) {
          return {
            status: hop.status,
            statusText: hop.statusText,
            headers: hop.headers,
            url: target.url.href,
            body: hop.body,
            timings: phasesOf(hop, startedAt, hopAt),
            redirects,
          };
        }
        if (redirects === maxRedirects) throw tooManyRedirects(readTarget(req.url).host);
        outgoing = followRedirect(outgoing, hop.status, hop.headers.location ?? "", req);
      }
    },
    async close() {
      closed = true;
      await pools.close();
    },
  };
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
