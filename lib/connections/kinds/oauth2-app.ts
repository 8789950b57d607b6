import type { ConnectionKind } from "./kind.ts";
import {
  addressField,
  clientFields,
  limitToOAuthHosts,
  oauthCommonFields,
  scopesField,
} from "./oauth-fields.ts";

/** The app's own access, without a person: client credentials (RFC 6749, section 4.4). */
export const oauth2App: ConnectionKind = {
  id: "oauth2-app",
  label: "OAuth 2: an app",
  summary: "The app signs in by itself, with its client ID and secret. Nobody has to be there.",
  oauth: "app",
  group: "general",
  http: true,
  test: "itself",
  knowsEnd: true,
  complete: limitToOAuthHosts(),
  fields: [
    addressField(
      "issuer",
      "Provider's address",
      "The issuer. Patchbay finds the token address there. Leave it empty when the provider has none.",
      "https://login.example.com",
    ),
    addressField(
      "tokenUrl",
      "Token address",
      "Only without a provider's address: where Patchbay fetches tokens.",
      "https://login.example.com/oauth/token",
    ),
    ...clientFields("In the provider's settings of the app that you registered.", true),
    scopesField(
      "What the app asks for, as the provider's documentation names it, with spaces between. It may stay empty.",
    ),
    {
      key: "audience",
      label: "Audience",
      help: "Optional: the API that the token is for, where the provider asks for one.",
      placeholder: "https://api.example.com",
      secret: false,
      required: false,
      input: "text",
      format: "text",
    },
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
      help: "Hosts of the API that may receive the app's token, separated by commas. It goes nowhere else.",
    }),
  ],
};
