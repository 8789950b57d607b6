import { createHmac, timingSafeEqual } from "node:crypto";

/** One-time addresses at which waiting steps are called back. */
export type CallbackAddresses = {
  /** `/callbacks/<waitId>.<signature>`; the same for the same wait, on every replica. */
  pathOf(waitId: string): string;
  /** The wait that the last part of such a path names; null when we did not make it. */
  waitOf(token: string): string | null;
};

/** HMAC-SHA-256, 32 bytes in base64url. */
const tokenShape = /^([A-Za-z0-9_:-]{1,200})\.([A-Za-z0-9_-]{43})$/;

/**
 * Signs wait ids with HMAC-SHA-256, so that addresses cannot be guessed from other ids.
 * `key`: 32 bytes of the installation's own, the key ring's for "callback".
 */
export function createCallbackAddresses(key: Uint8Array): CallbackAddresses {
  const sign = (waitId: string): Buffer =>
    createHmac("sha256", key).update(`patchbay.callback:${waitId}`).digest();
  return {
    pathOf: (waitId) => {
      const token = `${waitId}.${sign(waitId).toString("base64url")}`;
      if (!tokenShape.test(token)) throw new Error(`“${waitId}” cannot be part of an address.`);
      return `/callbacks/${token}`;
    },
    waitOf: (token) => {
      const [, waitId, signature] = tokenShape.exec(token) ?? [];
      if (waitId === undefined || signature === undefined) return null;
      // Compared as bytes and always whole: the time it takes says nothing about the signature.
      const given = Buffer.from(signature, "base64url");
      const wanted = sign(waitId);
      const fits = given.length === wanted.length && timingSafeEqual(given, wanted);
      // The last character of 43 has two spare bits: only one spelling counts.
      return fits && wanted.toString("base64url") === signature ? waitId : null;
    },
  };
}
