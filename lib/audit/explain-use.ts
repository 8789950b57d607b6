import type { ErrorCode } from "#lib/errors/codes.ts";

const words: Partial<Record<ErrorCode, string>> = {
  circuit_open: "Not sent: the host had failed several times in a row and was left alone.",
  egress_refused: "Not sent: Patchbay may not call this address.",
  connection_not_allowed: "Not sent: the connection may not be used for this.",
  insecure_credentials: "Not sent: the address is not encrypted.",
  invalid_url: "Not sent: this is not a web address.",
  invalid_header: "Not sent: a header holds what headers cannot carry.",
  step_timeout: "The step's time was over before an answer came.",
  run_canceled: "The run was cancelled before an answer came.",
  dns_failed: "The host's name could not be found.",
  tls_failed: "The encrypted connection could not be made.",
  upstream_unreachable: "The host could not be reached.",
  upstream_closed: "The host closed the connection without an answer.",
  upstream_timeout: "The host did not answer in time.",
  upstream_protocol: "The answer was not proper HTTP.",
  too_many_redirects: "The host kept sending the request elsewhere.",
  response_too_large: "The answer was too large.",
};

/** Why a use of a connection has no answer, in one sentence. */
export function explainUse(code: string | null): string {
  const known = Object.hasOwn(words, code ?? "") ? words[code as ErrorCode] : undefined; // has it
  return known ?? "No answer came.";
}
