import { allowedHosts, allowInsecure } from "../common-fields.ts";
import { googleScopes } from "../google-scopes.ts";
import type { ConnectionKind } from "../kind.ts";
import { readServiceAccount } from "./service-account.ts";

/** Google's services without a person signing in: a robot account with a key of its own. */
export const googleServiceAccount: ConnectionKind = {
  id: "google-service-account",
  label: "Google service account",
  summary: "Google Sheets, Calendar or Drive through a robot account, without anybody signing in.",
  group: "services",
  http: true,
  test: "itself",
  guide: {
    steps: [
      "In Google Cloud, open “IAM & Admin”, “Service accounts”, choose or create one, then “Keys”, “Add key”, JSON.",
      "Switch on the API you need, such as Google Sheets, for the same project.",
      "Share the sheet or calendar with the account's e-mail address, as you would with a colleague.",
    ],
    link: {
      label: "Google Cloud: service accounts",
      href: "https://console.cloud.google.com/iam-admin/serviceaccounts",
    },
  },
  complete({ settings, secrets }) {
    const account = readServiceAccount(secrets.keyFile ?? "");
    return {
      settings: {
        ...settings,
        allowedHosts: settings.allowedHosts || "*.googleapis.com",
        ...(typeof account === "object" && { account: account.client_email }),
      },
      // Of its own, so that it is found and hidden wherever it might turn up.
      secrets:
        typeof account === "object" ? { ...secrets, privateKey: account.private_key } : secrets,
    };
  },
  check({ secrets }) {
    const account = readServiceAccount(secrets.keyFile ?? "");
    return typeof account === "string" ? [{ path: "keyFile", message: account }] : [];
  },
  fields: [
    {
      key: "keyFile",
      label: "Key file (JSON)",
      help: "The whole contents of the file that Google downloads when you add a key.",
      placeholder: '{ "type": "service_account", … }',
      secret: true,
      required: true,
      input: "textarea",
      format: "lines",
    },
    {
      key: "scopes",
      label: "What it may do",
      help: "Tick no more than your flows need.",
      secret: false,
      required: true,
      input: "scopes",
      format: "scopes",
      initial: "https://www.googleapis.com/auth/spreadsheets",
      choices: googleScopes,
    },
    {
      key: "subject",
      label: "Act as",
      help: "Only with domain-wide delegation: the address of the person in whose name it works.",
      placeholder: "ada@example.com",
      secret: false,
      required: false,
      input: "text",
      format: "email",
      advanced: true,
    },
    {
      key: "tokenUrl",
      label: "Token address",
      help: "Left empty, the one in the key file.",
      placeholder: "https://oauth2.googleapis.com/token",
      secret: false,
      required: false,
      input: "text",
      format: "url",
      advanced: true,
    },
    {
      ...allowedHosts,
      help: "Hosts that may receive its tokens. Left empty, Google's APIs: *.googleapis.com.",
      placeholder: "*.googleapis.com",
      advanced: true,
    },
    { ...allowInsecure, advanced: true },
  ],
};
