"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { retentionInput, streamInput } from "#lib/audit/contract.ts";

const permission = "workspace.manage";
const nothing = z.strictObject({});

export const setRetention = action(
  { permission, input: retentionInput },
  async (input, { actor, services }) => {
    await services.audit.setRetention(actor, input);
    return null;
  },
);

export const setStream = action({ permission, input: streamInput }, (input, { actor, services }) =>
  services.audit.setStream(actor, input),
);

export const renewStreamSecret = action(
  { permission, input: nothing },
  (_input, { actor, services }) => services.audit.renewStreamSecret(actor),
);

export const removeStream = action(
  { permission, input: nothing },
  async (_input, { actor, services }) => {
    await services.audit.removeStream(actor);
    return null;
  },
);

export const retryStream = action(
  { permission, input: nothing },
  async (_input, { actor, services }) => {
    await services.audit.retryStream(actor);
    return null;
  },
);
