import type { Role } from "#lib/access/contract.ts";

/** What a role is called, and what it may do in one line. */
export const roleWords: Record<Role, { label: string; can: string }> = {
  owner: { label: "Owner", can: "Everything, and hands the workspace over" },
  admin: { label: "Admin", can: "Builds flows; manages connections, people and limits" },
  editor: { label: "Editor", can: "Builds, tests and publishes flows" },
  operator: { label: "Operator", can: "Watches runs; cancels, redrives, pauses, answers visitors" },
  viewer: { label: "Viewer", can: "Looks at everything, changes nothing" },
};

/** For a select of the roles that somebody can be given. */
export const roleOptions = (["viewer", "operator", "editor", "admin"] as const).map((value) => ({
  value,
  label: roleWords[value].label,
}));
