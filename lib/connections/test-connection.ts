import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { authorise } from "#lib/http/authorise.ts";
import type { HttpClient } from "#lib/http/client.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { ConnectionSummary } from "./contract.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { commonFields } from "./kinds/common-fields.ts";

export type TestOutcome = NonNullable<ConnectionSummary["lastTest"]>;

const timeoutMs = 15_000;

/** Whoever tests a connection may change it: there is nobody else to ask. */
const howToAllow = `Use an https address. Inside your own network, edit the connection and switch on “${switchOf("allowInsecure")}”.`;

/**
 * Reads the connection's test address with its credential and says in plain words how it went.
 *
 * @throws UserError `invalid_input` when it has no test address
 */
export async function testConnection(
  http: HttpClient,
  connection: ResolvedConnection,
  now: () => Date,
): Promise<TestOutcome> {
  const { testUrl } = connection.settings;
  if (typeof testUrl !== "string" || testUrl === "") {
    throw new UserError("invalid_input", `“${connection.name}” has no test address.`, {
      next: "Edit the connection and fill in “Test address”.",
    });
  }
  const at = now().toISOString();
  const startedAt = performance.now();
  const outcome = (ok: boolean, message: string): TestOutcome => ({
    ok,
    at,
    message: hideSecrets(message, Object.values(connection.secrets)),
    durationMs: Math.round(performance.now() - startedAt),
  });
  try {
    const request = {
      method: "GET",
      url: testUrl,
      headers: { accept: "application/json, */*;q=0.5" } as Record<string, string>,
      timeoutMs,
      maxBytes: 1_000_000,
    };
    authorise(request, connection);
    const { status } = await sendAuthorised(http, request, connection);
    return outcome(status < 400, explainStatus(status, new URL(testUrl).host));
  } catch (error) {
    const { code, message, next: advice } = describeError(error);
    const next = code === "insecure_credentials" ? howToAllow : advice;
    return outcome(false, next === undefined ? message : `${message} ${next}`);
  }
}

function switchOf(key: string): string {
  return commonFields.find((field) => field.key === key)?.label ?? key;
}

function explainStatus(status: number, host: string): string {
  if (status < 400) return `${host} accepted the credential (status ${status}).`;
  switch (status) {
    case 401:
      return `${host} refused the credential (status 401). Check that it is complete and was not revoked.`;
    case 403:
      return `${host} knows the credential, but does not allow it to read the test address (status 403). Check its rights.`;
    case 404:
      return `${host} has nothing at the test address (status 404). Check the address.`;
    case 429:
      return `${host} takes no more requests just now (status 429). Try again in a moment.`;
    default:
      return status >= 500
        ? `${host} has a problem of its own (status ${status}). Try again later.`
        : `${host} refused the request (status ${status}).`;
  }
}
