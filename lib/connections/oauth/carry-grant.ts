import { type Connection, Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ConnectionKind, ConnectionValues } from "../kinds/kind.ts";
import { attention, notConnected, oauthAttention, oauthFacts } from "./attention.ts";
import { grantIdentity } from "./provider.ts";
import { testingLifeMs, tokensIn } from "./tokens.ts";

type Grant = Pick<Prisma.ConnectionUpdateInput, "attention" | "expiresAt" | "oauth">;

/**
 * What a change of an OAuth connection's form leaves of the access it has: its tokens stay, unless
 * it is now about another app or provider, which must not get them, nor the client secret, unless that
 * is among what was `given`. `grant` goes into the row.
 *
 * @throws UserError `invalid_input`
 */
export function carryGrant(
  kind: ConnectionKind,
  row: Connection,
  old: ConnectionValues,
  read: ConnectionValues,
  { given, now }: { given: { [key: string]: string }; now: Date },
): ConnectionValues & { grant: Grant } {
  const { settings, secrets } = read;
  if (kind.oauth === undefined) return { settings, secrets, grant: {} };
  if (grantIdentity(kind.id, settings) !== grantIdentity(kind.id, old.settings)) {
    if (old.secrets.clientSecret && !given.clientSecret) throw secretWanted();
    const fresh = kind.oauth === "person" ? { ...notConnected(now) } : Prisma.DbNull;
    const grant = { attention: fresh, expiresAt: null, oauth: Prisma.DbNull };
    return { settings, secrets, grant };
  }
  const grant: Grant = {};
  // Something was changed about the app: its next use shows whether it helped.
  const noted = attention.parse(row.attention);
  if (noted?.code === oauthAttention.clientRefused) grant.attention = Prisma.DbNull;
  const facts = oauthFacts.parse(row.oauth);
  if (facts !== null && settings.inTesting !== old.settings.inTesting) {
    grant.expiresAt =
      settings.inTesting === "true"
        ? new Date(Date.parse(facts.connectedAt) + testingLifeMs)
        : null;
  }
  return { settings, secrets: { ...secrets, ...tokensIn(old.secrets) }, grant };
}

function secretWanted(): UserError {
  const message =
    "Enter the client secret again: with another app or other addresses, the stored one must not be sent along unasked.";
  return new UserError("invalid_input", message, {
    details: { issues: [{ path: "values.clientSecret", message }] },
  });
}
