"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { passwordChange } from "#lib/access/contract.ts";
import { newWorkspace, personName } from "#lib/access/people/contract.ts";
import { endCookieSession } from "#lib/access/start-cookie-session.ts";

const permission = "account.self";

export const changePassword = action(
  { permission, input: passwordChange },
  async (input, { actor, services }) => {
    await services.access.changePassword(actor, input);
    return null;
  },
);

export const revokeSession = action(
  { permission, input: z.strictObject({ idHash: z.string().regex(/^[0-9a-f]{64}$/) }) },
  async ({ idHash }, { actor, services }) => {
    await services.access.revokeSession(actor, idHash);
    return null;
  },
);

export const revokeOtherSessions = action(
  { permission, input: z.strictObject({}) },
  async (_, { actor, services }) => ({ ended: await services.access.revokeOtherSessions(actor) }),
);

export const rename = action(
  { permission, input: personName },
  async (input, { actor, services }) => {
    await services.people.rename(actor, input);
    return null;
  },
);

export const switchWorkspace = action(
  { permission, input: z.strictObject({ workspaceId: z.string().min(1).max(80) }) },
  async ({ workspaceId }, { actor, services }) => {
    await services.people.switchWorkspace(actor, workspaceId);
    return null;
  },
);

export const createWorkspace = action(
  { permission: "workspace.create", input: newWorkspace },
  (input, { actor, services }) => services.people.createWorkspace(actor, input),
);

export const leaveWorkspace = action(
  { permission, input: z.strictObject({}) },
  (_, { actor, services }) => services.people.leave(actor),
);

export const signOut = action(
  { permission, input: z.strictObject({}) },
  async (_, { actor, services }) => {
    await services.access.signOut(actor);
    await endCookieSession();
    return null;
  },
);
