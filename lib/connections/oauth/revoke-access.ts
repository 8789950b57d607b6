import * as client from "openid-client";
import { hideSecrets } from "../hide-secrets.ts";
import type { Secrets } from "../kinds/kind.ts";
import type { ClientConfigurations } from "./client-configuration.ts";
import { explainOAuthFailure } from "./explain-oauth-failure.ts";
import type { Provider } from "./provider.ts";
import { tokensIn } from "./tokens.ts";

/**
 * Gives tokens back at the provider (RFC 7009), the refresh token first: it ends the others. Says in
 * words how it went, and never throws: what is stored here goes in any case.
 */
export async function revokeAccess(
  configurations: ClientConfigurations,
  { provider, secrets }: { provider: Provider; secrets: Secrets },
): Promise<{ revoked: boolean; message: string }> {
  const { name } = provider;
  const byHand = "End it in the account's own settings there.";
  const tokens = tokensIn(secrets);
  if (tokens === undefined) return { revoked: false, message: "There was no access to end." };
  try {
    const configuration = await configurations.of(provider, secrets.clientSecret ?? "");
    if (configuration.serverMetadata().revocation_endpoint === undefined) {
      const message = `${name} has no way to end an access from here. ${byHand}`;
      return { revoked: false, message };
    }
    for (const token of [tokens.refreshToken, tokens.accessToken]) {
      if (token !== "") await client.tokenRevocation(configuration, token);
    }
    return { revoked: true, message: `${name} has ended the access.` };
  } catch (error) {
    const problem = explainOAuthFailure(error, name);
    const why = hideSecrets(problem.message, Object.values(secrets));
    const message = `${name} could not be asked to end the access: ${why} ${byHand}`;
    return { revoked: false, message };
  }
}
