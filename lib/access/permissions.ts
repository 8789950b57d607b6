import { UserError } from "#lib/errors/user-error.ts";
import type { Actor, Role } from "./contract.ts";

const everyone = ["owner", "admin", "editor", "operator", "viewer"] as const;
/** Who builds flows. */
const builders = ["owner", "admin", "editor"] as const;
/** Who keeps runs going: editors mend flows, operators mend what flows do. */
const keepers = ["owner", "admin", "editor", "operator"] as const;
const admins = ["owner", "admin"] as const;

/** What can be done, and the roles that may. The one place where roles are decided. */
const rolesOf = {
  "flows.read": everyone,
  "flows.edit": builders,
  "flows.test": builders,
  "flows.publish": builders,
  "flows.delete": builders,
  "runs.read": everyone,
  "runs.start": builders,
  "runs.cancel": keepers,
  // What touches everybody's runs at once: pausing, cancelling all of a flow, dead letters.
  "runs.operate": ["owner", "admin", "operator"],
  "conversations.read": everyone,
  "conversations.answer": keepers,
  "connections.list": everyone,
  "connections.manage": admins,
  "audit.read": admins,
  "people.list": everyone,
  "people.manage": admins,
  "workspace.manage": admins,
  "workspace.create": admins,
  "workspace.transfer": ["owner"],
  "account.self": everyone,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof rolesOf;

/** Whether a role includes a permission. */
export function isPermitted(who: Role, permission: Permission): boolean {
  const roles: readonly Role[] = rolesOf[permission];
  return roles.includes(who);
}

/**
 * Throws `not_permitted` unless the actor's role includes the permission, and `second_factor_due`
 * for whoever has to set up a second factor first: until then, one's own account is all there is.
 */
export function requirePermission(
  actor: Pick<Actor, "role" | "secondFactorDue">,
  permission: Permission,
): void {
  if (actor.secondFactorDue && permission !== "account.self") {
    throw new UserError("second_factor_due", "This workspace asks for a second factor.", {
      next: "Set it up on your account page; then everything is as before.",
    });
  }
  if (isPermitted(actor.role, permission)) return;
  const one = isPermitted("admin", permission) ? "an admin" : "an owner";
  throw new UserError("not_permitted", `Your role (${actor.role}) does not allow this.`, {
    next: `Ask ${one} of the workspace to do it or to change your role.`,
  });
}
