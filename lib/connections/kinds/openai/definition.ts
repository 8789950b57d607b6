import { allowedHosts, allowInsecure, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** OpenAI, and whatever speaks its API at another address. */
export const openai: ConnectionKind = {
  id: "openai",
  label: "OpenAI",
  summary: "An OpenAI key, or one for a service that speaks the same API.",
  group: "services",
  http: true,
  test: "itself",
  complete: limitToHostOf("baseUrl"),
  guide: {
    steps: [
      "Open “API keys” in OpenAI's platform settings and create a secret key.",
      "It is shown once: paste it here at once. “Read” rights for models are enough to test it.",
    ],
    link: { label: "OpenAI: API keys", href: "https://platform.openai.com/api-keys" },
  },
  fields: [
    {
      key: "apiKey",
      label: "API key",
      help: "Begins with “sk-” at OpenAI.",
      placeholder: "sk-…",
      secret: true,
      required: true,
      input: "password",
      format: "token",
    },
    {
      key: "organization",
      label: "Organisation",
      help: "Only if your account belongs to several: “org-…” under Settings, Organisation.",
      placeholder: "org-…",
      secret: false,
      required: false,
      input: "text",
      format: "token",
      advanced: true,
    },
    {
      key: "project",
      label: "Project",
      help: "Only with a key that serves several projects: “proj_…” under Settings, Projects.",
      placeholder: "proj_…",
      secret: false,
      required: false,
      input: "text",
      format: "token",
      advanced: true,
    },
    {
      key: "baseUrl",
      label: "Base address",
      help: "Another one for a gateway, a regional endpoint or a model server of your own.",
      secret: false,
      required: true,
      input: "text",
      format: "url",
      initial: "https://api.openai.com/v1",
      advanced: true,
    },
    {
      ...allowedHosts,
      help: "Hosts that may receive this key. Left empty, it is the base address's host.",
      advanced: true,
    },
    { ...allowInsecure, advanced: true },
  ],
};
