import { UserError } from "#lib/errors/user-error.ts";
import type { Actor, Role } from "./contract.ts";

/** What can be done, and the least role that may. The one place where roles are decided. */
const leastRole = {
  "flows.read": "viewer",
  "flows.edit": "editor",
  "flows.test": "editor",
  "flows.publish": "editor",
  "flows.delete": "editor",
  "runs.read": "viewer",
  "runs.start": "editor",
  // What touches everybody's runs at once: pausing, cancelling all of a flow, dead letters.
  "runs.operate": "admin",
  "conversations.read": "viewer",
  "conversations.answer": "editor",
  "connections.list": "viewer",
  "connections.manage": "admin",
  "audit.read": "admin",
  "workspace.manage": "admin",
  "account.self": "viewer",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof leastRole;

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** Whether a role includes a permission. */
export function isPermitted(who: Role, permission: Permission): boolean {
  return rank[who] >= rank[leastRole[permission]];
}

/** Throws `not_permitted` unless the actor's role includes the permission. */
export function requirePermission(actor: Pick<Actor, "role">, permission: Permission): void {
  if (isPermitted(actor.role, permission)) return;
  throw new UserError("not_permitted", `Your role (${actor.role}) does not allow this.`, {
    next: `Ask an ${leastRole[permission] === "admin" ? "admin" : leastRole[permission]} of the workspace to do it or to change your role.`,
  });
}
