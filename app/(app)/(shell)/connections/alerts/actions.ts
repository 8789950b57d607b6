"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { careSettings } from "#lib/alerts/contract.ts";

const nothing = z.strictObject({});

export const saveAlertSettings = action(
  { permission: "connections.manage", input: careSettings },
  async (input, { actor, services }) => {
    await services.alerts.setSettings(actor, input);
    return null;
  },
);

export const renewAlertSecret = action(
  { permission: "connections.manage", input: nothing },
  (_input, { actor, services }) => services.alerts.renewSecret(actor),
);

export const sendTestAlert = action(
  { permission: "connections.manage", input: nothing },
  async (_input, { actor, services }) => {
    await services.alerts.sendTest(actor);
    return null;
  },
);
