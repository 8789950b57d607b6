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
