import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { ConnectionValues, Misfit } from "../kind.ts";
import { text } from "../parts.ts";

/** The first certificate of a PEM text; undefined when there is none. */
export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** All that keeps certificate, key, passphrase and authority from being read and used together. */
export function checkPair({ settings, secrets }: ConnectionValues): Misfit[] {
  const certificate = readCertificate(text(settings.certificate));
  const authority = text(settings.authority);
  const key = readKey(secrets);
  const unreadable = [
    ...(certificate === undefined ? ["certificate"] : []),
    ...(authority !== "" && readCertificate(authority) === undefined ? ["authority"] : []),
  ].map((path) => ({ path, message: "This is not a certificate in PEM form." }));
  if ("path" in key) return [...unreadable, key];
  const isPair = certificate === undefined || certificate.checkPrivateKey(key);
  return isPair
    ? unreadable
    : [
        ...unreadable,
        { path: "privateKey", message: "This key does not belong to the certificate." },
      ];
}

function readKey({ privateKey = "", passphrase }: ConnectionValues["secrets"]): KeyObject | Misfit {
  try {
    return createPrivateKey({ key: privateKey, ...(passphrase && { passphrase }) });
  } catch {
    if (!/ENCRYPTED/.test(privateKey)) {
      return { path: "privateKey", message: "This is not a private key in PEM form." };
    }
    const message = passphrase
      ? "The passphrase does not open the key."
      : "The key is encrypted: fill in its passphrase.";
    return { path: "passphrase", message };
  }
}
