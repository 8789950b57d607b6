import { allowedHosts, allowInsecure } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** A secret both sides know: what is sent carries a digest made with it (HMAC, RFC 2104). */
export const signingSecret: ConnectionKind = {
  id: "signing-secret",
  label: "Signing secret",
  summary: "Signs what Patchbay sends, so that the other side knows it is genuine (HMAC).",
  group: "general",
  http: true,
  test: "itself",
  check: ({ secrets }) =>
    (secrets.secret ?? "").length >= 16
      ? []
      : [{ path: "secret", message: "Use at least 16 characters: a short secret can be guessed." }],
  fields: [
    {
      key: "secret",
      label: "Secret",
      help: "The same on both sides. To make one: openssl rand -hex 32",
      placeholder: "At least 16 characters",
      secret: true,
      required: true,
      input: "password",
      format: "token",
    },
    {
      key: "headerName",
      label: "Header",
      help: "Where the other side looks for the signature.",
      secret: false,
      required: true,
      input: "text",
      format: "header-name",
      initial: "X-Signature",
    },
    {
      key: "algorithm",
      label: "Method",
      help: "What the other side's documentation names; SHA-256 nearly always.",
      secret: false,
      required: true,
      input: "select",
      format: "text",
      initial: "sha256",
      options: [
        { value: "sha256", label: "HMAC-SHA-256" },
        { value: "sha512", label: "HMAC-SHA-512" },
        { value: "sha1", label: "HMAC-SHA-1 (old systems)" },
      ],
    },
    {
      key: "encoding",
      label: "Written as",
      help: "Hexadecimal looks like 9f86d0…, Base64 ends in “=”.",
      secret: false,
      required: true,
      input: "select",
      format: "text",
      initial: "hex",
      options: [
        { value: "hex", label: "Hexadecimal" },
        { value: "base64", label: "Base64" },
      ],
    },
    {
      key: "prefix",
      label: "Prefix",
      help: "What stands before the signature, such as “sha256=”.",
      placeholder: "sha256=",
      secret: false,
      required: false,
      input: "text",
      format: "token",
    },
    {
      ...allowedHosts,
      help: "Hosts that may receive what is signed with it. Left empty, any.",
      advanced: true,
    },
    { ...allowInsecure, advanced: true },
  ],
};
