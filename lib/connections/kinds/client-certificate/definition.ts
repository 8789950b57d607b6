import { commonFields, limitToHostOf } from "../common-fields.ts";
import type { ConnectionKind } from "../kind.ts";

/** Mutual TLS: the other side asks for a certificate (RFC 8446, 4.4.2). */
export const clientCertificate: ConnectionKind = {
  id: "client-certificate",
  label: "Client certificate",
  summary: "A certificate with its key (mTLS). Banks, authorities and internal systems ask for it.",
  group: "general",
  http: true,
  test: "itself",
  knowsEnd: true,
  complete: limitToHostOf("testUrl"),
  guide: {
    steps: [
      "Whoever runs the other system issues the certificate, usually as two PEM files.",
      "A .p12 or .pfx file holds both. Take them out with: openssl pkcs12 -in file.p12 -out both.pem -noenc",
    ],
  },
  fields: [
    {
      key: "certificate",
      label: "Certificate",
      help: "Begins with “-----BEGIN CERTIFICATE-----”. Paste the whole chain if there is one, your own certificate first.",
      placeholder: "-----BEGIN CERTIFICATE-----",
      secret: false,
      required: true,
      input: "textarea",
      format: "lines",
    },
    {
      key: "privateKey",
      label: "Private key",
      help: "Begins with “-----BEGIN PRIVATE KEY-----” or similar. It stays in this server: only the proof that you have it goes out.",
      placeholder: "-----BEGIN PRIVATE KEY-----",
      secret: true,
      required: true,
      input: "textarea",
      format: "lines",
    },
    {
      key: "passphrase",
      label: "Passphrase of the key",
      help: "Only if the key says “ENCRYPTED”.",
      secret: true,
      required: false,
      input: "password",
      format: "text",
    },
    {
      key: "token",
      label: "Bearer token",
      help: "Only if the other side wants a token as well as the certificate.",
      secret: true,
      required: false,
      input: "password",
      format: "token",
      advanced: true,
    },
    {
      key: "authority",
      label: "Their certificate authority",
      help: "Only if the other side's own certificate comes from a private authority. Nothing else is trusted then.",
      placeholder: "-----BEGIN CERTIFICATE-----",
      secret: false,
      required: false,
      input: "textarea",
      format: "lines",
      advanced: true,
    },
    ...commonFields,
  ],
};
