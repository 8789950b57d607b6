import * as client from "openid-client";
import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import { plainCause } from "#lib/errors/plain-cause.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";

/** A provider's own “no” (RFC 6749, sections 4.1.2.1 and 5.2), as it came: not our words. */
export type Refusal = { error: string; description: string };

/** They say that the provider is busy, not that anything is wrong. */
const passing = new Set(["temporarily_unavailable", "server_error", "slow_down"]);

/** What the provider refused, if that is what went wrong for good; undefined for everything else. */
export function refusalOf(error: unknown): Refusal | undefined {
  const refused =
    error instanceof client.ResponseBodyError || error instanceof client.AuthorizationResponseError;
  if (!refused || passing.has(error.error)) return undefined;
  if (error instanceof client.ResponseBodyError && error.status >= 500) return undefined;
  return { error: plain(error.error, 60), description: plain(error.error_description ?? "", 200) };
}

/** What went wrong between us and a provider, as an error of ours with words for people. */
export function explainOAuthFailure(error: unknown, name: string): PatchbayError {
  const ours = findOurs(error);
  if (ours !== undefined) return ours;
  const cause = plainCause(error);
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    return new UserError("oauth_refused", `${name} refused: ${wordsOf(refusal)}`, { cause });
  }
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "OAUTH_HTTP_REQUEST_FORBIDDEN") {
    return new UserError("insecure_credentials", `${name} is to be asked over plain http://.`, {
      cause,
      next: "Use https addresses. Inside your own network, edit the connection and switch on “Allow without encryption”.",
    });
  }
  if (code === "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED") {
    return new UserError("oauth_misconfigured", `${name} calls itself by another address.`, {
      cause,
      next: "Check the provider's address: it must be the issuer, exactly as the provider writes it.",
    });
  }
  return new UpstreamError("upstream_protocol", `${name} did not answer as OAuth asks for.`, {
    cause,
    next: "Check the provider's addresses. If they are right, try again in a moment.",
  });
}

/** A refusal in words: the provider's own where it has some. */
export function wordsOf({ error, description }: Refusal): string {
  return description === "" ? `“${error}”.` : `“${description}” (${error}).`;
}

/** The library wraps what its fetch throws. */
function findOurs(error: unknown): PatchbayError | undefined {
  for (let seen = error, depth = 0; seen instanceof Error && depth < 5; depth++) {
    if (isPatchbayError(seen)) return seen;
    seen = seen.cause;
  }
  return undefined;
}

/** A provider's words on one line, with nothing in them that a page or a log could stumble over. */
function plain(text: string, longest: number): string {
  const line = text.replace(/[^\p{L}\p{N}\p{P}\p{Zs}\p{S}]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
