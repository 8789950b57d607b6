import { commonFields, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** Several headers at once, for providers that want a key and an account, say. */
export const customHeaders: ConnectionKind = {
  id: "custom-headers",
  label: "Custom headers",
  summary: "Several secret headers at once, such as a key with an account number.",
  group: "general",
  http: true,
  test: "address",
  complete: limitToHostOf("testUrl"),
  fields: [
    {
      key: "headers",
      label: "Headers",
      help: "Names as the provider's documentation writes them. Values are encrypted and never shown again.",
      secret: true,
      required: true,
      input: "rows",
      format: "headers",
    },
    ...commonFields,
  ],
};
