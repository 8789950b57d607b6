import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";

/** Why somebody has to look at a connection. */
export const attention = z
  .object({ code: z.string(), message: z.string(), since: z.string() })
  .nullable();
export type Attention = NonNullable<z.infer<typeof attention>>;

/** What OAuth itself sets, and takes back once it works. */
export const oauthAttention = {
  notConnected: "oauth_not_connected",
  /** The provider does not take the refresh token any more, or gave none and the access has ended. */
  ended: "oauth_ended",
  /** The provider does not take the client: its id, its secret, its scopes. */
  clientRefused: "oauth_client_refused",
} as const;

/** The access a provider has given, as everybody may see it. */
export const oauthFacts = z
  .object({ account: z.string(), scopes: z.array(z.string()), connectedAt: z.string() })
  .nullable();
export type OAuthFacts = NonNullable<z.infer<typeof oauthFacts>>;

/** For a run: its connection cannot be used until somebody has seen to it. */
export function needsAttention(name: string, { code, message }: Attention): UserError {
  const again = code !== oauthAttention.clientRefused;
  const how = again ? "connect it again" : "check its client ID and secret";
  return new UserError(
    "connection_needs_attention",
    `The connection “${name}” needs attention: ${message}`,
    {
      next: `Ask an administrator to ${how} on the page “Connections”.`,
      details: { reason: code },
    },
  );
}

/** A connection that was made and that nobody has connected yet. */
export function notConnected(now: Date): Attention {
  return {
    code: oauthAttention.notConnected,
    message: "Nobody has connected an account yet.",
    since: now.toISOString(),
  };
}
