"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { codeInput, passwordInput } from "#lib/access/second-factor/contract.ts";

const permission = "account.self";

export const beginSecondFactor = action(
  { permission, input: z.strictObject({}) },
  (_, { actor, services }) => services.secondFactors.begin(actor),
);

export const confirmSecondFactor = action(
  { permission, input: codeInput },
  (input, { actor, services }) => services.secondFactors.confirm(actor, input),
);

export const turnOffSecondFactor = action(
  { permission, input: passwordInput },
  async (input, { actor, services }) => {
    await services.secondFactors.turnOff(actor, input);
    return null;
  },
);

export const renewRecoveryCodes = action(
  { permission, input: passwordInput },
  (input, { actor, services }) => services.secondFactors.renewRecoveryCodes(actor, input),
);
