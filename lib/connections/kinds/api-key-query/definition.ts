import { commonFields, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** A key in the address; addresses end up in logs, so a header is better where there is a choice. */
export const apiKeyQuery: ConnectionKind = {
  id: "api-key-query",
  label: "API key in the address",
  summary: "A key that is added to the address as a parameter. Prefer a header if you can choose.",
  group: "general",
  http: true,
  test: "address",
  complete: limitToHostOf("testUrl"),
  fields: [
    {
      key: "paramName",
      label: "Parameter name",
      help: "The part before the “=” in the provider's examples, often “api_key” or “key”.",
      placeholder: "api_key",
      secret: false,
      required: true,
      input: "text",
      format: "token",
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
