"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { jsonValue } from "#lib/flow/json.ts";
import type { Source } from "#lib/systems/contract.ts";
import { unpackText } from "#lib/systems/unpack-text.ts";

const systemId = z.string().min(1).max(80);
const packed = z.string().max(900_000, "The description is too large.");
const address = z.string().trim().min(1, "Enter an address.").max(2_000);
const source = z.union([
  z.strictObject({ url: address }),
  /** Gzipped by the browser, so that a large description fits into one request; base64. */
  z.strictObject({ packed }),
  z.strictObject({
    written: z.record(z.string().max(100), jsonValue),
    since: z.iso.datetime().optional(),
  }),
  z.strictObject({
    graphql: z.strictObject({
      url: z
        .url({ protocol: /^https?$/, error: "Enter the address of the API, with https://." })
        .max(2_000),
      packed: packed.optional(),
      connectionId: z.string().min(1).max(80).optional(),
    }),
  }),
]);

async function opened(given: z.infer<typeof source>): Promise<Source> {
  if ("url" in given || "written" in given) return given;
  if ("packed" in given) return { text: await unpackText(given.packed) };
  const { packed: text, ...graphql } = given.graphql;
  return { graphql: { ...graphql, ...(text !== undefined && { text: await unpackText(text) }) } };
}

export const importSystem = action(
  {
    permission: "connections.manage",
    input: z.strictObject({ name: z.string().trim().max(80).default(""), source }),
  },
  async (input, { actor, services }) =>
    services.systems.import(actor, { name: input.name, source: await opened(input.source) }),
);

export const refreshSystem = action(
  {
    permission: "connections.manage",
    input: z.strictObject({ systemId, source: source.optional() }),
  },
  async (input, { actor, services }) =>
    services.systems.refresh(
      actor,
      input.systemId,
      input.source === undefined ? undefined : await opened(input.source),
    ),
);

export const removeSystem = action(
  { permission: "connections.manage", input: z.strictObject({ systemId }) },
  async (input, { actor, services }) => {
    await services.systems.remove(actor, input.systemId);
    return null;
  },
);
