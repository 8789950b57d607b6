import { commonFields, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** A key in a header of the provider's choosing. */
export const apiKeyHeader: ConnectionKind = {
  id: "api-key-header",
  label: "API key in a header",
  summary: "A key that the provider expects in a header of its own.",
  group: "general",
  http: true,
  test: "address",
  complete: limitToHostOf("testUrl"),
  fields: [
    {
      key: "headerName",
      label: "Header name",
      help: "The provider's documentation names it, often “X-API-Key”.",
      placeholder: "X-API-Key",
      secret: false,
      required: true,
      input: "text",
      format: "header-name",
    },
    {
      key: "value",
      label: "Key",
      help: "In the provider's settings, usually under “API keys”.",
      placeholder: "Paste the key",
      secret: true,
      required: true,
      input: "password",
      format: "token",
    },
    ...commonFields,
  ],
};
