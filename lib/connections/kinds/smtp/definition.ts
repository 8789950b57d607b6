import { allowInsecure } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** A mail server that takes mail to be sent (RFC 6409). */
export const smtp: ConnectionKind = {
  id: "smtp",
  label: "E-mail server (SMTP)",
  summary: "Sends mail through your own mail provider.",
  group: "mail",
  http: false,
  test: "itself",
  guide: {
    steps: [
      "Look for “SMTP” or “outgoing mail” in your provider's help: it names server, port and encryption.",
      "Gmail, iCloud, Yahoo and Fastmail want an app password, made in the account's security settings.",
    ],
  },
  check({ settings }) {
    const open = settings.security === "none" && settings.user !== "";
    if (!open || settings.allowInsecure === "true") return [];
    const message =
      "Without encryption, others on the way can read the password. Choose STARTTLS or TLS, or switch on “Allow without encryption”.";
    return [{ path: "security", message }];
  },
  fields: [
    {
      key: "host",
      label: "Server",
      help: "The outgoing mail server's name.",
      placeholder: "smtp.example.com",
      secret: false,
      required: true,
      input: "text",
      format: "host",
      options: [
        { value: "smtp.gmail.com", label: "Gmail" },
        { value: "smtp.office365.com", label: "Microsoft 365" },
        { value: "smtp.mail.me.com", label: "iCloud" },
        { value: "smtp.fastmail.com", label: "Fastmail" },
        { value: "email-smtp.eu-west-1.amazonaws.com", label: "Amazon SES" },
        { value: "smtp.sendgrid.net", label: "SendGrid" },
        { value: "smtp.postmarkapp.com", label: "Postmark" },
      ],
    },
    {
      key: "security",
      label: "Encryption",
      help: "STARTTLS usually goes with port 587, TLS with port 465.",
      secret: false,
      required: true,
      input: "select",
      format: "text",
      initial: "starttls",
      options: [
        { value: "starttls", label: "STARTTLS (port 587)", sets: { port: "587" } },
        { value: "tls", label: "TLS (port 465)", sets: { port: "465" } },
        { value: "none", label: "None (port 25)", sets: { port: "25" } },
      ],
    },
    {
      key: "port",
      label: "Port",
      help: "587, 465, or what the provider says.",
      secret: false,
      required: true,
      input: "text",
      format: "port",
      initial: "587",
    },
    {
      key: "user",
      label: "User name",
      help: "Often the whole e-mail address. Empty for a server that asks nobody who they are.",
      placeholder: "hello@example.com",
      secret: false,
      required: false,
      input: "text",
      format: "text",
    },
    {
      key: "password",
      label: "Password",
      help: "An app password where the provider offers one, else the account's password.",
      secret: true,
      required: false,
      input: "password",
      format: "text",
    },
    {
      key: "fromAddress",
      label: "Sender's address",
      help: "What recipients see. The server has to allow you to send in its name.",
      placeholder: "hello@example.com",
      secret: false,
      required: true,
      input: "text",
      format: "email",
    },
    {
      key: "fromName",
      label: "Sender's name",
      help: "Shown beside the address.",
      placeholder: "Harbour Kitchen",
      secret: false,
      required: false,
      input: "text",
      format: "text",
    },
    { ...allowInsecure, advanced: true },
  ],
};
