"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";

const connectionId = z.string().min(1).max(80);
const oneConnection = z.strictObject({ connectionId });
const name = z.string().trim().min(1, "Give the connection a name.").max(80);
const values = z.record(z.string().max(60), z.string().max(20_000));

export const createConnection = action(
  {
    permission: "connections.manage",
    input: z.strictObject({ name, kind: z.string().max(60), values }),
  },
  (input, { actor, services }) => services.connections.create(actor, input),
);

export const updateConnection = action(
  { permission: "connections.manage", input: z.strictObject({ connectionId, name, values }) },
  ({ connectionId: id, ...input }, { actor, services }) =>
    services.connections.update(actor, id, input),
);

export const testConnection = action(
  { permission: "connections.manage", input: oneConnection },
  (input, { actor, services }) => services.connections.test(actor, input.connectionId),
);

export const removeConnection = action(
  { permission: "connections.manage", input: oneConnection },
  async (input, { actor, services }) => {
    await services.connections.remove(actor, input.connectionId);
    return null;
  },
);

export const restoreConnection = action(
  { permission: "connections.manage", input: oneConnection },
  async (input, { actor, services }) => {
    await services.connections.restore(actor, input.connectionId);
    return null;
  },
);

export const connectAccount = action(
  { permission: "connections.manage", input: oneConnection },
  (input, { actor, services }) => services.oauth.start(actor, input.connectionId),
);

export const disconnectAccount = action(
  { permission: "connections.manage", input: oneConnection },
  (input, { actor, services }) => services.oauth.disconnect(actor, input.connectionId),
);
