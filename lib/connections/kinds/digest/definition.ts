import { basic } from "../basic/definition.ts";
import type { ConnectionKind } from "../kind.ts";

/** `Authorization: Digest …` (RFC 7616): the password itself never travels. */
export const digest: ConnectionKind = {
  ...basic,
  id: "digest",
  label: "User name and password (Digest)",
  summary: "A user name with a password, for servers that ask for Digest authentication.",
};
