import { createHash, randomBytes } from "node:crypto";

export type ConversationTokens = {
  create(): string;
  hash(token: string): string;
};

/** Visitors' bearer tokens: 256 random bits, of which only the SHA-256 is stored. */
export const conversationTokens: ConversationTokens = {
  create: () => `pbc_${randomBytes(32).toString("base64url")}`,
  hash: (token) => createHash("sha256").update(token).digest("hex"),
};

/** By which a visitor's browser is known again in later conversations; as secret as the others. */
export const contactTokens: ConversationTokens & { isOne(token: string): boolean } = {
  create: () => `pbv_${randomBytes(32).toString("base64url")}`,
  hash: conversationTokens.hash,
  isOne: (token) => /^pbv_[A-Za-z0-9_-]{43}$/.test(token),
};
