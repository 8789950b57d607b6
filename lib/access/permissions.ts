import { UserError } from "#lib/errors/user-error.ts";
import { isInScope } from "./api-keys/scopes.ts";
import type { Actor, Role } from "./contract.ts";
import { type Permission, rolesOf } from "./permission-names.ts";

export type { Permission } from "./permission-names.ts";

export const permissions = Object.keys(rolesOf) as Permission[]; // its own keys

/** Whether a role includes a permission. */
export function isPermitted(who: Role, permission: Permission): boolean {
  const roles: readonly Role[] = rolesOf[permission];
  return roles.includes(who);
}

/**
 * Throws `not_permitted` unless the actor's role includes the permission, and a key's scopes do;
 * `second_factor_due` for whoever has to set up a second factor first: until then, one's own account
 * is all there is.
 */
export function requirePermission(
  actor: Pick<Actor, "role" | "scopes" | "secondFactorDue">,
  permission: Permission,
): void {
  if (actor.secondFactorDue && permission !== "account.self") {
    throw new UserError("second_factor_due", "This workspace asks for a second factor.", {
      next: "Set it up on your account page; then everything is as before.",
    });
  }
  if (!isPermitted(actor.role, permission)) {
    const one = isPermitted("admin", permission) ? "an admin" : "an owner";
    throw new UserError("not_permitted", `Your role (${actor.role}) does not allow this.`, {
      next: `Ask ${one} of the workspace to do it or to change your role.`,
    });
  }
  if (actor.scopes !== undefined && !isInScope(actor.scopes, permission)) {
    throw new UserError("not_permitted", "This API key is not made for that.", {
      next: "Use a key with the scope that the reference names.",
    });
  }
}
