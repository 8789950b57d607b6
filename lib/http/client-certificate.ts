import { createHash } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

/** A certificate with which Patchbay shows who it is, all in PEM. */
export type ClientCertificate = {
  certificate: string;
  privateKey: string;
  passphrase?: string;
  /** The only authority that the other side's certificate may come from. Default: the usual ones. */
  authority?: string;
};

/** What TLS needs to use a certificate. */
export function tlsOptions(own: ClientCertificate): SecureContextOptions {
  const { certificate, privateKey, passphrase, authority } = own;
  return {
    cert: certificate,
    key: privateKey,
    ...(passphrase !== undefined && { passphrase }),
    ...(authority !== undefined && { ca: authority }),
  };
}

/** Tells certificates apart without holding their key: connections made with one serve no other. */
export function certificateKey(own: ClientCertificate): string {
  const { certificate, privateKey, passphrase, authority } = own;
  const all = JSON.stringify([certificate, privateKey, passphrase, authority]);
  return createHash("sha256").update(all).digest("base64");
}
