import { commonFields, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** Sent as `Authorization: Bearer <token>` (RFC 6750). */
export const bearer: ConnectionKind = {
  id: "bearer",
  label: "Bearer token",
  summary: "One token, sent with every request. Most modern APIs use this.",
  group: "general",
  http: true,
  test: "address",
  complete: limitToHostOf("testUrl"),
  fields: [
    {
      key: "token",
      label: "Token",
      help: "In the provider's settings, usually under “API”, “Developers” or “Access tokens”. Paste the token alone, without the word “Bearer”.",
      placeholder: "Paste the token",
      secret: true,
      required: true,
      input: "password",
      format: "token",
    },
    ...commonFields,
  ],
};
