import { createHmac, timingSafeEqual } from "node:crypto";

/** Addresses at which files can be downloaded without signing in. */
export type FileAddresses = {
  /** `/files/<id>.<signature>/<name>`, the same on every replica. */
  pathOf(fileId: string, name: string): string;
  /** The file that such a token, `<id>.<signature>`, names; null when we did not make it. */
  fileOf(token: string): string | null;
};

const tokenShape = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;

/** Signs file ids with HMAC-SHA-256. `key`: 32 bytes of the installation's own. */
export function createFileAddresses(key: Uint8Array): FileAddresses {
  const sign = (id: string) => createHmac("sha256", key).update(`patchbay.file:${id}`).digest();
  return {
    pathOf: (id, name) =>
      `/files/${id}.${sign(id).toString("base64url")}/${encodeURIComponent(name)}`,
    fileOf(token) {
      const [, id, signature] = tokenShape.exec(token) ?? [];
      if (id === undefined || signature === undefined) return null;
      const given = Buffer.from(signature, "base64url");
      const wanted = sign(id);
      // The last character of 43 has two spare bits: only one spelling counts.
      const fits = given.length === wanted.length && timingSafeEqual(given, wanted);
      return fits && wanted.toString("base64url") === signature ? id : null;
    },
  };
}
