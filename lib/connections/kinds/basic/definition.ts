import { commonFields, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** Sent as `Authorization: Basic <base64>` (RFC 7617). */
export const basic: ConnectionKind = {
  id: "basic",
  label: "User name and password",
  summary: "A user name with a password (Basic authentication).",
  group: "general",
  http: true,
  test: "address",
  complete: limitToHostOf("testUrl"),
  fields: [
    {
      key: "username",
      label: "User name",
      help: "The account's name or e-mail address. Some providers want their API key here.",
      placeholder: "service@example.com",
      secret: false,
      required: true,
      input: "text",
      format: "text",
    },
    {
      key: "password",
      label: "Password",
      help: "The account's password, or an app password when the provider offers one. It may stay empty if the provider says so.",
      secret: true,
      required: false,
      input: "password",
      format: "text",
    },
    ...commonFields,
  ],
};
