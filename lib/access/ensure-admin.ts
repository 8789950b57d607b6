import type { PrismaClient } from "#lib/db/generated/client.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type Actor, newOwner } from "./contract.ts";
import { createFirstOwner } from "./first-owner.ts";

/**
 * Creates the first account from `PATCHBAY_ADMIN_EMAIL` and `PATCHBAY_ADMIN_PASSWORD`, so that a
 * server can be set up unattended. Returns it, or undefined when there already is an account:
 * later starts change nothing. Throws `invalid_input` naming the variable that is wrong.
 */
export async function ensureAdmin(
  prisma: PrismaClient,
  admin: { email: string; password: string },
  now: Date = new Date(),
): Promise<Actor | undefined> {
  const input = newOwner.safeParse({ ...admin, name: "Admin", workspace: "My workspace" });
  if (!input.success) {
    const issue = input.error.issues[0];
    const name = issue?.path[0] === "password" ? "PASSWORD" : "EMAIL";
    throw new UserError("invalid_input", `PATCHBAY_ADMIN_${name}: ${issue?.message}`);
  }
  const caller = { ip: "", userAgent: "Patchbay's start", requestId: "" };
  try {
    return await createFirstOwner(prisma, input.data, caller, { requireToken: false, now });
  } catch (error) {
    if (isPatchbayError(error) && error.code === "already_set_up") return undefined;
    throw error;
  }
}
