import type { ConnectionKind } from "./kind.ts";

/** What a sender of webhooks signs with. */
export const signingSecret: ConnectionKind = {
  id: "signing-secret",
  label: "Signing secret",
  summary: "Shows that a webhook comes from who it says.",
  fields: [
    {
      key: "secret",
      label: "Secret",
      help: "The sender shows it beside the webhook's address, often as “signing secret”. If you choose it yourself, take 32 random characters and enter the same there.",
      placeholder: "whsec_…",
      secret: true,
      required: true,
      input: "password",
      format: "token",
    },
  ],
};
