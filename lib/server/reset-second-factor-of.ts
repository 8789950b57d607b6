import { takeSecondFactor } from "#lib/access/second-factor/take-second-factor.ts";
import { withDatabase } from "./with-database.ts";

/** Takes an account's second factor away, on the server's own database. Returns what to tell. */
export async function resetSecondFactorOf(email: string): Promise<string> {
  const had = await withDatabase((_env, { prisma }) => takeSecondFactor(prisma, email));
  return had
    ? `${email} signs in without a second factor now.`
    : `${email} has no second factor; nothing was changed.`;
}
