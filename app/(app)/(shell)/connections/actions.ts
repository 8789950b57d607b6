"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { connectionGrants } from "#lib/connections/grants.ts";
import { connectionLimits } from "#lib/connections/limits.ts";

const connectionId = z.string().min(1).max(80);
const oneConnection = z.strictObject({ connectionId });
const name = z.string().trim().min(1, "Give the connection a name.").max(80);
const values = z.record(z.string().max(60), z.string().max(20_000));
const care = {
  limits: connectionLimits.default({}),
  grants: connectionGrants.default({}),
  expiresAt: z.iso.datetime().nullable().default(null),
};

export const createConnection = action(
  {
    permission: "connections.manage",
    input: z.strictObject({ name, kind: z.string().max(60), values, ...care }),
  },
  (input, { actor, services }) => services.connections.create(actor, input),
);

export const updateConnection = action(
  {
    permission: "connections.manage",
    input: z.strictObject({ connectionId, name, values, ...care }),
  },
  ({ connectionId: id, ...input }, { actor, services }) =>
    services.connections.update(actor, id, input),
);

export const duplicateConnection = action(
  { permission: "connections.manage", input: oneConnection },
  (input, { actor, services }) => services.connections.duplicate(actor, input.connectionId),
);

export const testConnection = action(
  {
    permission: "connections.manage",
    input: z.strictObject({ connectionId, sendSample: z.boolean().default(false) }),
  },
  ({ connectionId: id, ...options }, { actor, services }) =>
    services.connections.test(actor, id, options),
);

export const setConnectionProbing = action(
  {
    permission: "connections.manage",
    input: z.strictObject({
      connectionId,
      /** At most every 5 minutes, so that nobody's patience is tried; 0: never. */
      everyMinutes: z.union([z.null(), z.literal(0), z.int().min(5).max(43_200)]),
    }),
  },
  async (input, { actor, services }) => {
    await services.connections.setProbing(actor, input.connectionId, input.everyMinutes);
    return null;
  },
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
