import type { ConnectionKind } from "./kind.ts";
import {
  addressField,
  clientFields,
  limitToOAuthHosts,
  oauthCommonFields,
  scopesField,
} from "./oauth-fields.ts";

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;

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
      [
        {
          value: scope("drive.file"),
          label: "Its own files in Drive",
          help: "Only files that it makes itself.",
        },
        {
          value: scope("spreadsheets.readonly"),
          label: "Read spreadsheets",
          help: "Every sheet that the account can open.",
        },
        {
          value: scope("calendar.events.readonly"),
          label: "Read calendar events",
          help: "Titles, times and guests in every calendar.",
        },
        {
          value: scope("spreadsheets"),
          label: "Read and change spreadsheets",
          help: "Append rows, change cells, make new sheets.",
        },
        {
          value: scope("calendar.events"),
          label: "Read and change calendar events",
          help: "Book, move and cancel appointments.",
        },
        {
          value: scope("gmail.send"),
          label: "Send mail",
          help: "As the account. It cannot read any mail.",
        },
        {
          value: scope("drive.readonly"),
          label: "Read everything in Drive",
          help: "Every file that the account can open.",
        },
        { value: scope("gmail.readonly"), label: "Read mail", help: "Every message and setting." },
      ],
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
