import type { z } from "zod";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { parseRetryAfter } from "#lib/http/retry-after.ts";
import type { ResolvedConnection } from "../contract.ts";

type Asking = { connection: ResolvedConnection | undefined; http: HttpClient; signal: AbortSignal };

/**
 * Reads from Make's API (developers.make.com, version 2) with the connection's token.
 *
 * @throws UserError `connection_missing` without a token, `hook_refused` when Make refuses it
 * @throws UpstreamError `hook_not_taken` when Make does not answer as it should: nothing was sent
 */
export async function askApi<T>(
  { connection, http, signal }: Asking,
  path: string,
  shape: z.ZodType<T>,
): Promise<T> {
  const { apiToken } = connection?.secrets ?? {};
  const zone = URL.parse(String(connection?.settings.zone ?? ""));
  if (!apiToken || zone === null) {
    throw new UserError("connection_missing", "The connection has no API token for Make.", {
      next: "Ask an administrator to add the token and the zone to the connection.",
    });
  }
  const response = await http
    .request({
      method: "GET",
      url: new URL(`/api/v2/${path}`, zone).href,
      headers: { authorization: `Token ${apiToken}`, accept: "application/json" },
      timeoutMs: 15_000,
      followRedirects: false,
      signal,
      allowInsecureCredentials: connection?.settings.allowInsecure === "true",
    })
    .catch((cause: unknown) => {
      if (!isPatchbayError(cause) || cause.fault !== "upstream") throw cause;
      throw new UpstreamError("hook_not_taken", `Make's API did not answer. ${cause.message}`, {
        cause,
      });
    });
  const { status } = response;
  if (status === 200) return read(response.body, shape);
  if (status === 429 || status >= 500) {
    const retryAfterMs = parseRetryAfter(response.headers["retry-after"]);
    const options = retryAfterMs === undefined ? { status } : { status, retryAfterMs };
    throw new UpstreamError("hook_not_taken", `Make's API answered ${status}.`, options);
  }
  throw new UserError(
    "hook_refused",
    status === 404
      ? "Make knows no such team or hook any more."
      : `Make refused the API token (status ${status}).`,
    {
      status,
      next: "Check the token's scopes and the zone in the connection: teams:read, scenarios:read, hooks:read, organizations:read.",
    },
  );
}

function read<T>(body: Uint8Array, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(new TextDecoder().decode(body)));
  } catch (cause) {
    throw new UpstreamError("hook_not_taken", "Make's API answered something else than asked.", {
      cause,
      next: "Check the zone in the connection: it is where you sign in to Make.",
    });
  }
}
