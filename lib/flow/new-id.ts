const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/** A fresh id for something inside a document: `prefix` and 10 URL-safe characters (60 random bits). */
export function newId(prefix: "n" | "e" | "o" = "n"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return prefix + Array.from(bytes, (byte) => alphabet[byte & 63]).join("");
}
