import type { Role } from "./contract.ts";

const everyone = ["owner", "admin", "editor", "operator", "viewer"] as const;
/** Who builds flows. */
const builders = ["owner", "admin", "editor"] as const;
/** Who keeps runs going: editors mend flows, operators mend what flows do. */
const keepers = ["owner", "admin", "editor", "operator"] as const;
const admins = ["owner", "admin"] as const;

/** What can be done, and the roles that may. The one place where roles are decided. */
export const rolesOf = {
  "flows.read": everyone,
  "flows.edit": builders,
  "flows.test": builders,
  "flows.publish": builders,
  "flows.delete": builders,
  // Who may work on which flow.
  "flows.grant": admins,
  "runs.read": everyone,
  "runs.start": builders,
  "runs.cancel": keepers,
  // What touches everybody's runs at once: pausing, cancelling all of a flow, dead letters.
  "runs.operate": ["owner", "admin", "operator"],
  "conversations.read": everyone,
  "conversations.answer": keepers,
  // Saying what a visitor says, in a program's place.
  "conversations.relay": keepers,
  "connections.list": everyone,
  "connections.manage": admins,
  "audit.read": admins,
  "people.list": everyone,
  "people.manage": admins,
  // Keys of one's own; admins see and revoke everybody's.
  "keys.create": keepers,
  "keys.manage": admins,
  "workspace.manage": admins,
  "workspace.create": admins,
  "workspace.transfer": ["owner"],
  "account.self": everyone,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof rolesOf;
