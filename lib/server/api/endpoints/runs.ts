import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type Json, jsonValue } from "#lib/flow/json.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type { RunView } from "#lib/runs/events.ts";
import type { Services } from "#lib/server/services.ts";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";
import { pageOf, pageQuery } from "../pages.ts";
import { flowId } from "./flows.ts";

const tag = "Runs";
const runId = z.string().min(1).max(80).meta({ description: "A run's id." });
const state = z.enum(["queued", "running", "waiting", "succeeded", "failed", "canceled"]);
const anything = z.unknown();
const fault = z
  .object({ code: z.string(), message: z.string(), next: z.string().optional() })
  .nullable();

const run = z
  .object({
    id: z.string(),
    flowId: z.string(),
    flowName: z.string(),
    versionNumber: z.number().int().nullable(),
    mode: z.enum(["live", "test"]),
    state,
    triggerKind: z.string(),
    conversationId: z.string().nullable(),
    input: anything,
    result: anything,
    error: fault,
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    durationMs: z.number(),
  })
  .meta({ id: "Run" });

const step = z
  .object({
    nodeId: z.string(),
    nodeType: z.string(),
    seq: z.number().int(),
    state: z.string(),
    port: z.string().nullable(),
    attempts: z.number().int(),
    input: anything,
    output: anything,
    error: fault,
    startedAt: z.string(),
    durationMs: z.number(),
  })
  .meta({ id: "Step" });

const started = z.object({
  runId: z.string(),
  state,
  output: anything.optional(),
  error: fault.optional(),
});

export const runEndpoints: readonly AnyEndpoint[] = [
  endpoint({
    ...{ id: "startRun", method: "POST", path: "/flows/{flowId}/runs", tag },
    summary: "Start a run",
    description:
      "Starts the flow's live version. With `wait`, the answer has the result; a run that takes longer, or waits for somebody, goes on and is read later.",
    ...{ scope: "runs:start", permission: "runs.start", status: 202 },
    params: z.strictObject({ flowId }),
    body: z.strictObject({
      input: jsonValue
        .default({})
        .meta({ description: "What the trigger delivers: `{{ trigger.… }}` in the flow." }),
      wait: z.boolean().default(false),
      waitSeconds: z.number().int().min(1).max(60).default(30),
    }),
    answer: started,
    alsoStatus: { 200: "With `wait`: the run has ended." },
    async work({ actor, services, params, body, answerWith }) {
      const target = await liveTarget(services, actor, params.flowId);
      const begun = { ...triggerOf(target, body.input), target, startedBy: actor.userId };
      if (!body.wait) {
        const { runId: id } = await services.runs.accept(begun);
        return { runId: id, state: "queued" };
      }
      const { runId: id, result } = services.runs.start({ ...begun, mode: "live" });
      const ended = await within(result, body.waitSeconds * 1000);
      if (ended === null) return { runId: id, state: "running" };
      if (ended.state !== "waiting") answerWith(200);
      return { runId: id, state: ended.state, output: ended.output, error: ended.error };
    },
  }),
  endpoint({
    ...{ id: "listRuns", method: "GET", path: "/runs", tag, summary: "List runs" },
    description: "Newest first.",
    ...{ scope: "runs:read", permission: "runs.read", status: 200 },
    query: z.strictObject({
      ...pageQuery,
      flowId: flowId.optional(),
      state: state.optional(),
      mode: z.enum(["live", "test"]).optional(),
      since: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
      search: z.string().max(200).optional(),
    }),
    answer: pageOf(run),
    async work({ actor, services, query }) {
      const given = Object.fromEntries(
        Object.entries(query).filter(([, value]) => value !== undefined),
      );
      const { runs, nextCursor } = await services.runs.list(actor, given);
      return { data: runs, nextCursor };
    },
  }),
  endpoint({
    ...{ id: "getRun", method: "GET", path: "/runs/{runId}", tag, summary: "Read a run" },
    description: "With its steps: what went in and came out. Secrets are taken out.",
    ...{ scope: "runs:read", permission: "runs.read", status: 200 },
    params: z.strictObject({ runId }),
    answer: z.object({ ...run.shape, steps: z.array(step) }),
    async work({ actor, services, params }) {
      const found = await services.runs.get(actor, params.runId);
      const view: RunView = found.run;
      return { ...view, steps: found.steps };
    },
  }),
  endpoint({
    ...{ id: "cancelRun", method: "POST", path: "/runs/{runId}/cancel", tag },
    summary: "Cancel a run",
    ...{ scope: "runs:cancel", permission: "runs.cancel", status: 204 },
    params: z.strictObject({ runId }),
    work: ({ actor, services, params }) => services.runs.cancel(actor, params.runId),
  }),
];

/** The published version of a flow of the actor's workspace. */
export async function liveTarget(
  services: Services,
  actor: Actor,
  id: string,
): Promise<LiveTarget> {
  const { scopes: _, ...member } = actor;
  // Says who may, and hides what another workspace, or a flow of few, holds.
  await services.flows.get(member, id);
  const target = await services.flows.liveByFlow(id);
  if (target !== null) return target;
  throw new UserError("not_published", "This flow is not published.", {
    next: "Publish it first.",
  });
}

/** A trigger that a program can set off: by hand first, else a webhook, as if it had been called. */
function triggerOf(target: LiveTarget, input: Json) {
  const find = (type: string) =>
    target.document.nodes.find((node) => node.type === type && !node.disabled);
  const byHand = find("manual-trigger") ?? find("called-trigger");
  if (byHand !== undefined) {
    return { triggerKind: "manual", triggerNodeId: byHand.id, payload: input } as const;
  }
  const hook = find("webhook-trigger");
  if (hook === undefined) {
    throw new UserError("no_trigger", "This flow has no trigger that a program can set off.", {
      next: "Give it a manual or a webhook trigger; talk to flows with a chat trigger as conversations.",
    });
  }
  const receivedAt = new Date().toISOString();
  const payload = { method: "POST", query: {}, headers: {}, body: input, receivedAt };
  return { triggerKind: "webhook", triggerNodeId: hook.id, payload } as const;
}

/** Null when it has not settled in time; it is then left alone. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}
