import type { ConnectionKind } from "./kind.ts";
import {
  addressField,
  clientFields,
  limitToOAuthHosts,
  oauthCommonFields,
  scopesField,
} from "./oauth-fields.ts";

/** A person's access at any provider: authorization code with PKCE (RFC 6749, RFC 7636). */
export const oauth2: ConnectionKind = {
  id: "oauth2",
  label: "OAuth 2: an account",
  summary: "Somebody signs in at the provider and allows what flows may do there.",
  oauth: "person",
  group: "general",
  http: true,
  test: "itself",
  knowsEnd: true,
  complete: limitToOAuthHosts(),
  fields: [
    addressField(
      "issuer",
      "Provider's address",
      "The issuer. Patchbay finds the provider's other addresses there. Leave it empty when the provider has none, and fill in the addresses below.",
      "https://login.example.com",
    ),
    ...clientFields("In the provider's settings of the app that you registered.", false),
    scopesField(
      "What the account is asked for, as the provider's documentation names it, with spaces between. Ask for no more than your flows need.",
    ),
    addressField(
      "authorizationUrl",
      "Authorization address",
      "Only without a provider's address: where people sign in.",
      "https://login.example.com/oauth/authorize",
    ),
    addressField(
      "tokenUrl",
      "Token address",
      "Only without a provider's address: where Patchbay fetches tokens.",
      "https://login.example.com/oauth/token",
    ),
    addressField(
      "revocationUrl",
      "Revocation address",
      "Optional: where an access is given back.",
      "https://login.example.com/oauth/revoke",
    ),
    addressField(
      "userinfoUrl",
      "Account address",
      "Optional: where the provider says whose account it is.",
      "https://login.example.com/userinfo",
    ),
    {
      key: "basicClient",
      label: "Send the client secret in a header",
      help: "For providers that want the client ID and secret as user name and password (Basic) instead of in the form.",
      secret: false,
      required: false,
      input: "toggle",
      format: "text",
    },
    ...oauthCommonFields({
      required: true,
      help: "Hosts of the API that may receive the account's token, separated by commas. It goes nowhere else.",
    }),
  ],
};
