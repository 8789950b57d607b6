import { type FlowDocument, flowDocument } from "#lib/flow/document.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Effects, ExecuteContext, Execution } from "#lib/nodes/contract.ts";
import { compileTemplate } from "#lib/template/compile-template.ts";
import type { WalkHost } from "./host.ts";
import { compilePlan, type NodeType, type Plan } from "./plan.ts";
import { type ConsumedWait, newScope, replaySteps } from "./replay.ts";
import type { StepRecord, WaitRecord } from "./step-record.ts";
import { Walk } from "./walk.ts";
import type { WalkOptions } from "./walk-contract.ts";

/** Nodes of these tests reach nobody unless they bring a client. */
const noHttp: HttpClient = {
  request: () => Promise.reject(new Error("no node of this test reaches out")),
  close: async () => undefined,
};

/** Nodes of these tests remember nothing unless they bring a memory. */
const noMemory: ExecuteContext["memory"] = {
  read: async () => undefined,
  write: async () => undefined,
  remove: async () => undefined,
  claim: async () => true,
  keep: async () => undefined,
  release: async () => undefined,
};

type Run = (context: ExecuteContext<JsonObject>) => Execution | Promise<Execution>;
type Traits = { effects?: Effects; retries?: number; timeoutMs?: number; joins?: boolean };

/** A node type for tests: `run` executes; every text setting is a template. */
export function nodeType(run: Run, traits: Traits = {}): NodeType {
  return {
    definition: {
      label: "Test",
      version: 1,
      migrate: [],
      retry: { max: traits.retries ?? 0, baseMs: 1 },
      timeoutMs: traits.timeoutMs ?? 5_000,
      effects: traits.effects ?? "none",
      ...(traits.joins ? { joins: true } : {}),
    },
    execute: async (context) => await run(context as ExecuteContext<JsonObject>), // settings are resolved below
    compile: (config) => ({
      resolve: (scope) =>
        Object.fromEntries(
          Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? compileTemplate(value).evaluate(scope) : value,
          ]),
        ),
    }),
    passByPort: () => "done",
  };
}

export const done = (output: Json, port = "done", vars?: JsonObject): Execution => ({
  kind: "done",
  port,
  output,
  ...(vars === undefined ? {} : { vars }),
});

export const basicTypes: { [id: string]: NodeType } = {
  start: nodeType(({ input }) => done(input)),
  set: nodeType(({ config }) =>
    done(config.value ?? null, "done", { [String(config.name)]: config.value ?? null }),
  ),
  echo: nodeType(({ config }) => done(config.value ?? null)),
  pick: nodeType(({ config }) => done(null, String(config.port))),
  each: nodeType(({ config, input, collected }) =>
    collected === undefined
      ? {
          kind: "each",
          port: "each",
          items: Array.isArray(config.items) ? config.items : (input as Json[]),
          atOnce: Number(config.atOnce ?? 1),
          keepGoing: config.keepGoing === true,
        }
      : done(collected),
  ),
  merge: nodeType(({ arrivals }) => done(arrivals), { joins: true }),
  ask: nodeType(({ resumed }) =>
    resumed === undefined
      ? { kind: "wait", wait: { kind: "reply", state: { asked: true } } }
      : done(resumed.kind === "reply" ? resumed.reply.text : resumed.kind),
  ),
};

/** Builds a document from `"a -> b"`, `"a.port -> b"` lines and nodes by id. */
export function drawFlow(
  nodes: { [id: string]: { type: string; [setting: string]: unknown } },
  edges: readonly string[],
): FlowDocument {
  return flowDocument.parse({
    schemaVersion: 1,
    nodes: Object.entries(nodes).map(([id, { type, config = {}, ...rest }]) => ({
      id,
      type,
      version: 1,
      name: `Node ${id}`,
      key: id,
      position: { x: 0, y: 0 },
      config,
      ...rest,
    })),
    edges: edges.map((edge, index) => {
      const [from = "", target = ""] = edge.split(" -> ");
      const [source, sourcePort = "done"] = from.split(".");
      return { id: `e${index}`, source, sourcePort, target };
    }),
  });
}

/** Runs a document in memory, from the start or from recorded steps. */
export function runInMemory(
  document: FlowDocument,
  options: {
    types?: { [id: string]: NodeType };
    payload?: Json;
    steps?: StepRecord[];
    consumed?: ConsumedWait[];
    walk?: Partial<WalkOptions>;
    host?: Partial<WalkHost>;
  } = {},
) {
  const types = options.types ?? basicTypes;
  const plan: Plan = compilePlan(document, { find: (type) => types[type] });
  const steps: StepRecord[] = [];
  const begun: StepRecord[] = [];
  const waits: WaitRecord[] = [];
  /** How many steps were there at each flush asked for. */
  const flushed: number[] = [];
  const host = {
    runId: "run",
    now: () => new Date(),
    random: () => 0,
    journal: {
      flush: async () => {
        flushed.push(steps.length);
      },
      begin: async (step: StepRecord) => {
        begun.push(step);
      },
      finish: (step: StepRecord) => {
        steps.push(structuredClone(step));
        return undefined;
      },
      wait: (wait: WaitRecord) => {
        waits.push(wait);
      },
    },
    http: () => noHttp,
    log: () => undefined,
    reportCrash: () => undefined,
    hasChat: false,
    callbackUrl: (activationId, count) => `https://example.com/callbacks/${activationId}.${count}`,
    startRun: async () => ({ runId: "other" }),
    chat: () => undefined,
    memory: () => noMemory,
    keepSecret: () => undefined,
    isWatched: () => false,
    withoutSecrets: (value) => value,
    onStarted: () => undefined,
    ...options.host,
  } as WalkHost; // offload and connections are not used by these nodes
  const payload = options.payload ?? {};
  const scope = newScope(plan, { id: "run", startedAt: new Date(0) }, payload, {});
  const start = replaySteps(
    plan,
    { triggerNodeId: "start", payload },
    options.steps ?? [],
    scope,
    options.consumed ?? [],
  );
  const walk = new Walk(host, scope, start, {
    triggerNodeId: "start",
    usePinned: false,
    stopAfter: null,
    action: null,
    ...options.walk,
  });
  return { walk, steps, begun, waits, flushed, scope, outcome: walk.run() };
}
