import { EngineError } from "#lib/errors/engine-error.ts";
import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";

/** Turns what a socket, resolver, TLS stack or HTTP parser threw into a sentence for a person. */
export function explainFailure(error: unknown, host: string): PatchbayError {
  if (isPatchbayError(error)) return error;
  const code = codeOf(error);
  const options = { cause: error, details: { host, reason: code } };

  const proxy = proxyFailure(error, code);
  if (proxy !== undefined) return new UpstreamError("proxy_refused", proxy, options);

  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "ENODATA") {
    return new UpstreamError("dns_failed", `There is no server called ${host}.`, {
      ...options,
      next: "Check the address for typing mistakes.",
    });
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") {
    return new UpstreamError(
      "upstream_unreachable",
      `${host} did not accept a connection in time.`,
      options,
    );
  }
  const unreachable = unreachableReasons[code];
  if (unreachable !== undefined) {
    return new UpstreamError("upstream_unreachable", `${host} ${unreachable}.`, options);
  }
  const certificate = certificateReasons[code];
  if (certificate !== undefined || isTlsCode(code)) {
    const reason = certificate ?? "the encrypted connection could not be set up";
    return new UpstreamError("tls_failed", `No secure connection to ${host}: ${reason}.`, {
      ...options,
      next: "The server's operator has to put this right.",
    });
  }
  if (closedCodes.has(code) || (isParserError(error) && /EOF/.test(error.message))) {
    return new UpstreamError(
      "upstream_closed",
      `${host} closed the connection before its answer was complete.`,
      options,
    );
  }
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") {
    return new EngineError("shutting_down", "Patchbay is shutting down.", options);
  }
  if (isParserError(error) || code === "UND_ERR_HEADERS_OVERFLOW") {
    return new UpstreamError(
      "upstream_protocol",
      `What ${host} sent is not a valid HTTP answer.`,
      options,
    );
  }
  return new UpstreamError("upstream_unreachable", `${host} could not be reached.`, options);
}

const unreachableReasons: Record<string, string> = {
  ECONNREFUSED: "refused the connection: nothing answers on that port",
  EHOSTUNREACH: "cannot be reached from here",
  ENETUNREACH: "cannot be reached from here",
  EADDRNOTAVAIL: "cannot be reached from here",
};

const certificateReasons: Record<string, string> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  CERT_REVOKED: "its certificate was revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody but itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an authority this server does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "its certificate comes from an authority this server does not know",
  UNABLE_TO_GET_ISSUER_CERT: "its certificate comes from an authority this server does not know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate comes from an authority this server does not know",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate belongs to another name",
};

const closedCodes = new Set([
  "UND_ERR_SOCKET",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_INFO",
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
]);

/** What a proxy on the way said or did; undefined when it was not the proxy. */
function proxyFailure(error: unknown, code: string): string | undefined {
  if (code === "UND_ERR_PRX_CONN") return "The proxy closed the connection.";
  if (code === "UND_ERR_PRX_TLS") return "No secure connection through the proxy.";
  const message = error instanceof Error ? error.message : "";
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
  if (status === undefined) return undefined;
  return status === "407"
    ? "The proxy wants a user name and password, or did not take those it got."
    : `The proxy did not open the way: it answered ${status}.`;
}

/** By name: undici 8 leaves these without a code. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.name === "HTTPParserError";
}

function isTlsCode(code: string): boolean {
  return /^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$|ERR_OSSL_)/.test(code);
}

/** The system's code; of several failed attempts (one for each address), that of the first. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return "cause" in error ? codeOf(error.cause) : "";
}
