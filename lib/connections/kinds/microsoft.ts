import type { ConnectionKind } from "./kind.ts";
import {
  addressField,
  clientFields,
  limitToOAuthHosts,
  oauthCommonFields,
  scopesField,
} from "./oauth-fields.ts";

/** A Microsoft account. Scopes: learn.microsoft.com/graph/permissions-reference */
export const microsoft: ConnectionKind = {
  id: "microsoft",
  label: "Microsoft account",
  summary: "Outlook, Excel, OneDrive and Teams through Microsoft Graph.",
  oauth: "person",
  group: "services",
  http: true,
  test: "itself",
  knowsEnd: true,
  complete: limitToOAuthHosts("graph.microsoft.com"),
  fields: [
    ...clientFields(
      "entra.microsoft.com, “App registrations”: the “Application (client) ID”, and a secret from “Certificates & secrets”.",
      true,
    ),
    {
      key: "tenant",
      label: "Tenant",
      help: "Your organisation's tenant ID or domain. Left empty, any work, school or personal account may be connected.",
      placeholder: "contoso.onmicrosoft.com",
      secret: false,
      required: false,
      input: "text",
      format: "token",
    },
    scopesField(
      "Tick no more than your flows need. Some of them an administrator of the tenant has to approve.",
      [
        {
          value: "User.Read",
          label: "Read the account's profile",
          help: "Name, address and picture.",
        },
        {
          value: "Calendars.Read",
          label: "Read calendars",
          help: "Titles, times and guests of every event.",
        },
        {
          value: "Mail.Send",
          label: "Send mail",
          help: "As the account. It cannot read any mail.",
        },
        {
          value: "Files.ReadWrite",
          label: "Read and change the account's files",
          help: "OneDrive, and Excel workbooks in it.",
        },
        {
          value: "Calendars.ReadWrite",
          label: "Read and change calendars",
          help: "Book, move and cancel appointments.",
        },
        { value: "Mail.Read", label: "Read mail", help: "Every message in the mailbox." },
        {
          value: "Files.ReadWrite.All",
          label: "Read and change shared files",
          help: "Every file that the account can open.",
        },
      ],
    ),
    addressField(
      "authority",
      "Sign-in address",
      "Left empty: login.microsoftonline.com. National clouds have their own, such as https://login.microsoftonline.us.",
      "https://login.microsoftonline.com",
    ),
    addressField(
      "graphUrl",
      "Graph address",
      "Left empty: graph.microsoft.com. National clouds have their own, such as https://graph.microsoft.us.",
      "https://graph.microsoft.com",
    ),
    ...oauthCommonFields({
      required: false,
      help: "Hosts that may receive the account's token, separated by commas. Left empty: graph.microsoft.com, or the test address's host.",
    }),
  ],
};
