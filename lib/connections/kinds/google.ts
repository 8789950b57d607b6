import { googleScopes } from "./google-scopes.ts";
import type { ConnectionKind } from "./kind.ts";
import {
  addressField,
  clientFields,
  limitToOAuthHosts,
  oauthCommonFields,
  scopesField,
} from "./oauth-fields.ts";

/** A Google account. Scopes: developers.google.com/identity/protocols/oauth2/scopes */
export const google: ConnectionKind = {
  id: "google",
  label: "Google account",
  summary: "Sheets, Calendar, Gmail and Drive, with what you allow at Google.",
  oauth: "person",
  group: "services",
  http: true,
  test: "itself",
  knowsEnd: true,
  complete: limitToOAuthHosts("*.googleapis.com"),
  fields: [
    ...clientFields(
      "console.cloud.google.com, “APIs & Services”, “Credentials”: an OAuth client of the type “Web application”.",
      true,
    ),
    scopesField(
      "Tick no more than your flows need. Google shows the same list to whoever connects the account.",
      googleScopes,
    ),
    {
      key: "inTesting",
      label: "My Google app is in testing",
      help: "Google ends the access of such apps seven days after somebody connects. Patchbay then says beforehand when it ends.",
      secret: false,
      required: false,
      input: "toggle",
      format: "text",
    },
    addressField(
      "providerUrl",
      "Another provider's address",
      "Only for tests and gateways: an issuer that stands in for accounts.google.com.",
      "https://accounts.google.com",
    ),
    ...oauthCommonFields({
      required: false,
      help: "Hosts that may receive the account's token, separated by commas. Left empty: *.googleapis.com, or the test address's host.",
    }),
  ],
};
