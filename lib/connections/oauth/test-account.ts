import { describeError } from "#lib/errors/describe-error.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { connectionKindOf } from "../kinds.ts";
import type { TestOutcome } from "../test-connection.ts";
import type { ClientConfigurations } from "./client-configuration.ts";
import { providerOf } from "./provider.ts";
import { readAccount } from "./read-account.ts";

type Deps = { http: HttpClient; configurations: ClientConfigurations };

/** Whether a test asks the provider whose account it is, there being no test address. */
export function testsAccount({ kind, settings }: ResolvedConnection): boolean {
  return connectionKindOf(kind)?.oauth !== undefined && !settings.testUrl;
}

/** Asks the provider whose account a connection is; where it cannot say, a fetched token will do. */
export async function testAccount(
  deps: Deps,
  connection: ResolvedConnection,
  now: () => Date,
): Promise<TestOutcome> {
  const startedAt = performance.now();
  const outcome = (ok: boolean, message: string): TestOutcome => ({
    ok,
    at: now().toISOString(),
    message,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const { kind, settings, secrets } = connection;
  const provider = providerOf(kind, settings);
  try {
    const configuration = await deps.configurations.of(provider, "");
    const { userinfo_endpoint } = configuration.serverMetadata();
    if (userinfo_endpoint === undefined || connectionKindOf(kind)?.oauth === "app") {
      return outcome(
        true,
        `${provider.name} gave a token. Fill in “Test address” to try it at an API as well.`,
      );
    }
    const ask = (token = "") => readAccount(deps.http, provider, userinfo_endpoint, token);
    let asked = await ask(secrets.accessToken);
    if (asked.status === 401) {
      const renewed = await connection.renew?.();
      if (renewed !== undefined) asked = await ask(renewed.secrets.accessToken);
    }
    if (asked.status >= 400) {
      return outcome(
        false,
        `${provider.name} gave a token and would not say whose it is (status ${asked.status}). Check what the connection may do, or connect it again.`,
      );
    }
    const whose = asked.account === "" ? "" : ` It is the account ${asked.account}.`;
    return outcome(true, `${provider.name} accepted the token.${whose}`);
  } catch (error) {
    return refusedOutcome(error, now);
  }
}

/** A test that failed before anything could be asked. Errors that are not ours go on. */
export function refusedOutcome(error: unknown, now: () => Date): TestOutcome {
  if (!isPatchbayError(error) || error.fault === "engine") throw error;
  const { message, next } = describeError(error);
  // Whoever tests a connection is the administrator to ask.
  const advice = error.code === "connection_needs_attention" ? undefined : next;
  return {
    ok: false,
    at: now().toISOString(),
    message: advice === undefined ? message : `${message} ${advice}`,
    durationMs: 0,
  };
}
