import type { Permission } from "../permission-names.ts";

/** What a key may be good for, in the order a form offers it, and the permissions that each one takes. */
export const scopes = {
  "flows:read": {
    label: "Read flows",
    help: "List flows, read their drafts, export them.",
    permissions: ["flows.read"],
  },
  "flows:write": {
    label: "Change flows",
    help: "Create, import, change and delete flows.",
    permissions: ["flows.read", "flows.edit", "flows.delete"],
  },
  "flows:publish": {
    label: "Publish flows",
    help: "Publish and unpublish.",
    permissions: ["flows.read", "flows.publish"],
  },
  "runs:read": {
    label: "Read runs",
    help: "List runs, and read what went in and came out of each step.",
    permissions: ["runs.read"],
  },
  "runs:start": {
    label: "Start runs",
    help: "Start published flows and read their results.",
    permissions: ["runs.start"],
  },
  "runs:cancel": { label: "Cancel runs", help: "", permissions: ["runs.cancel"] },
  "conversations:read": {
    label: "Read conversations",
    help: "List conversations and read what was said.",
    permissions: ["conversations.read"],
  },
  "conversations:write": {
    label: "Talk to flows",
    help: "Open conversations and send what visitors say: what a chatbot of your own needs.",
    permissions: ["conversations.relay"],
  },
  "connections:read": {
    label: "List connections",
    help: "Names, kinds and states; never what is in them.",
    permissions: ["connections.list"],
  },
  "connections:write": {
    label: "Manage connections",
    help: "Create, replace, test and delete them. Only an admin's key can.",
    permissions: ["connections.list", "connections.manage"],
  },
} as const satisfies {
  [scope: string]: { label: string; help: string; permissions: readonly Permission[] };
};

export type Scope = keyof typeof scopes;

export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]] /* the keys of a constant */;

/** Whether one of a key's scopes takes a permission. */
export function isInScope(given: readonly Scope[], permission: Permission): boolean {
  return given.some((scope) => {
    const permissions: readonly Permission[] = scopes[scope].permissions;
    return permissions.includes(permission);
  });
}
