"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import {
  givenRole,
  invitationWay,
  newInvitation,
  ownershipTransfer,
} from "#lib/access/people/contract.ts";

const permission = "people.manage";
const id = z.string().min(1).max(80);
const oneMember = z.strictObject({ userId: id });

export const invite = action(
  { permission, input: newInvitation },
  async (input, { actor, services }) => {
    const { token, mailed } = await services.people.invite(actor, input);
    // What was mailed is not shown: only its reader has it.
    return { link: mailed ? null : `${services.settings.baseUrl}/invite/${token}` };
  },
);

export const inviteAgain = action(
  { permission, input: z.strictObject({ id, way: invitationWay }) },
  async (input, { actor, services }) => {
    const { token } = await services.people.inviteAgain(actor, input);
    const shown = input.way === "link";
    return { link: shown ? `${services.settings.baseUrl}/invite/${token}` : null };
  },
);

export const revokeInvitation = action(
  { permission, input: z.strictObject({ id }) },
  async (input, { actor, services }) => {
    await services.people.revokeInvitation(actor, input.id);
    return null;
  },
);

export const changeRole = action(
  { permission, input: z.strictObject({ userId: id, role: givenRole }) },
  async (input, { actor, services }) => {
    await services.people.changeRole(actor, input);
    return null;
  },
);

export const removeMember = action(
  { permission, input: oneMember },
  async ({ userId }, { actor, services }) => {
    await services.people.remove(actor, userId);
    return null;
  },
);

export const resetLink = action(
  { permission, input: oneMember },
  async ({ userId }, { actor, services }) => {
    const { token } = await services.people.resetLink(actor, userId);
    return { link: `${services.settings.baseUrl}/reset/${token}` };
  },
);

export const resetSecondFactor = action(
  { permission, input: oneMember },
  async ({ userId }, { actor, services }) => {
    await services.secondFactors.reset(actor, userId);
    return null;
  },
);

export const transferOwnership = action(
  { permission: "workspace.transfer", input: ownershipTransfer },
  async (input, { actor, services }) => {
    await services.people.transferOwnership(actor, input);
    return null;
  },
);
