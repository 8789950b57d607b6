import { makeResetLink } from "#lib/access/people/make-reset-link.ts";
import { publicAddress } from "./public-address.ts";
import { withDatabase } from "./with-database.ts";

/**
 * The one-time link that sets a new password for an account. Reads the server's own environment:
 * its database, and the address that the link begins with.
 */
export async function resetLinkFor(email: string): Promise<string> {
  return await withDatabase(
    async (env, { prisma }) => `${publicAddress(env)}/reset/${await makeResetLink(prisma, email)}`,
  );
}
