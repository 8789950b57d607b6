import * as client from "openid-client";
import { UserError } from "#lib/errors/user-error.ts";
import type { Provider } from "./provider.ts";

/**
 * The provider's page for one person's consent, with a state nobody can guess and PKCE (RFC 7636).
 *
 * @throws UserError `insecure_credentials` when it is no https address
 */
export async function authorizationAddress(
  configuration: client.Configuration,
  provider: Provider,
  redirectAddress: string,
): Promise<{ url: URL; state: string; verifier: string }> {
  const state = client.randomState();
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectAddress,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(provider.scopes.length > 0 && { scope: provider.scopes.join(" ") }),
    ...provider.authorizeParameters,
  });
  // A provider's own description may name anything; people are sent to web pages only.
  if (url.protocol === "https:" || (url.protocol === "http:" && provider.allowInsecure)) {
    return { url, state, verifier };
  }
  throw new UserError(
    "insecure_credentials",
    "The authorization address is not an https address.",
    {
      next: "Use https addresses. Inside your own network, edit the connection and switch on “Allow without encryption”.",
    },
  );
}
