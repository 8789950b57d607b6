"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { jsonValue } from "#lib/flow/json.ts";
import { flowGrants, flowName } from "#lib/flow-store/contract.ts";

const id = z.string().min(1).max(80);
const jsonObject = z.record(z.string(), jsonValue);
const oneFlow = z.strictObject({ flowId: id });

export const saveDraft = action(
  {
    permission: "flows.edit",
    // The document is read by the store, which answers what is wrong with it.
    input: z.strictObject({
      flowId: id,
      baseRevision: z.int().min(0),
      document: z.unknown(),
      setAside: z.boolean().default(false),
    }),
  },
  (input, { actor, services }) =>
    services.flows.saveDraft(actor, { ...input, document: input.document ?? null }),
);

export const setAside = action(
  {
    permission: "flows.edit",
    input: z.strictObject({ flowId: id, document: z.unknown() }),
  },
  async ({ flowId, document }, { actor, services }) => {
    await services.flows.setAside(actor, { flowId, document: document ?? null });
    return null;
  },
);

export const startTest = action(
  {
    permission: "flows.test",
    input: z.strictObject({
      flowId: id,
      triggerNodeId: id.optional(),
      payload: jsonValue.optional(),
      from: z
        .strictObject({
          runId: id.optional(),
          nodeId: id,
          onlyThisStep: z.boolean(),
          action: z.string().max(60).optional(),
          given: z
            .strictObject({ trigger: jsonValue.optional(), nodes: jsonObject, vars: jsonObject })
            .optional(),
        })
        .optional(),
    }),
  },
  ({ flowId, triggerNodeId, payload, from }, { actor, services }) =>
    services.runs.startTest(actor, {
      flowId,
      ...(triggerNodeId === undefined ? {} : { triggerNodeId }),
      ...(payload === undefined ? {} : { payload }),
      ...(from === undefined ? {} : { from }),
    }),
);

export const cancelRun = action(
  { permission: "flows.test", input: z.strictObject({ runId: id }) },
  async ({ runId }, { actor, services }) => {
    await services.runs.cancel(actor, runId);
    return null;
  },
);

export const rerun = action(
  { permission: "runs.start", input: z.strictObject({ runId: id }) },
  ({ runId }, { actor, services }) => services.runs.rerun(actor, runId),
);

export const publish = action(
  {
    permission: "flows.publish",
    input: z.strictObject({ flowId: id, note: z.string().trim().max(300).optional() }),
  },
  ({ flowId, note }, { actor, services }) =>
    services.flows.publish(actor, note === undefined ? { flowId } : { flowId, note }),
);

export const unpublish = action(
  { permission: "flows.publish", input: oneFlow },
  async ({ flowId }, { actor, services }) => {
    await services.flows.unpublish(actor, flowId);
    return null;
  },
);

export const renameFlow = action(
  { permission: "flows.edit", input: z.strictObject({ flowId: id, name: flowName }) },
  async ({ flowId, name }, { actor, services }) => {
    await services.flows.rename(actor, flowId, name);
    return null;
  },
);

export const setSlug = action(
  {
    permission: "flows.edit",
    input: z.strictObject({ flowId: id, slug: z.string().trim().min(1).max(60) }),
  },
  async ({ flowId, slug }, { actor, services }) => {
    await services.flows.setSlug(actor, flowId, slug);
    return null;
  },
);

export const flowAccess = action(
  { permission: "flows.grant", input: oneFlow },
  async ({ flowId }, { actor, services }) => {
    const [grants, members] = await Promise.all([
      services.flows.grants(actor, flowId),
      services.people.members(actor),
    ]);
    return { grants, members: members.map(({ userId, name, role }) => ({ userId, name, role })) };
  },
);

export const setFlowGrants = action(
  { permission: "flows.grant", input: flowGrants.extend({ flowId: id }) },
  async ({ flowId, ...grants }, { actor, services }) => {
    await services.flows.setGrants(actor, flowId, grants);
    return null;
  },
);

export const openPreview = action(
  { permission: "flows.test", input: oneFlow },
  ({ flowId }, { actor, services }) => services.chat.openPreview(actor, flowId),
);
