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

/** Whether certificate, key, passphrase and authority can be read and belong together. */
export function checkPair({ settings, secrets }: ConnectionValues): Misfit[] {
  const certificate = readCertificate(text(settings.certificate));
  if (certificate === undefined) {
    return [{ path: "certificate", message: "This is not a certificate in PEM form." }];
  }
  const authority = text(settings.authority);
  if (authority !== "" && readCertificate(authority) === undefined) {
    return [{ path: "authority", message: "This is not a certificate in PEM form." }];
  }
  const key = readKey(secrets);
  if ("path" in key) return [key];
  return certificate.checkPrivateKey(key)
    ? []
    : [{ path: "privateKey", message: "This key does not belong to the certificate." }];
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
