import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { createNoticeLine, type NoticeLine } from "#lib/db/notice-line.ts";
import { drawFlow } from "#lib/engine/walk.fixture.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import type { Json } from "#lib/flow/json.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type {
  Effects,
  ExecuteContext,
  Execution,
  Executor,
  NodeDefinition,
  TriggerKind,
} from "#lib/nodes/contract.ts";
import { type RunningQueue, startQueue } from "#lib/queue/start-queue.ts";
import type { RunService } from "./contract.ts";
import { createRunQueue } from "./run-queue.ts";
import type { RunServiceDeps } from "./run-runtime.ts";
import { createRunService } from "./run-service.ts";

export { drawFlow };

type Run = (context: ExecuteContext<{ [key: string]: Json }>) => Execution | Promise<Execution>;

/** A node for tests, with one templated setting `value`. */
export type TestNode = {
  run: Run;
  effects?: Effects;
  trigger?: TriggerKind;
  connection?: boolean;
};

export const done = (output: Json): Execution => ({ kind: "done", output });

export const testNodes: { [id: string]: TestNode } = {
  start: { run: ({ input }) => done(input), trigger: "manual" },
  echo: { run: ({ config }) => done(config.value ?? null) },
  fail: {
    run: () => {
      throw new Error("a bug");
    },
  },
  ask: {
    run: ({ resumed }) =>
      resumed === undefined
        ? { kind: "wait", wait: { kind: "reply", state: { tries: 1 } } }
        : done({
            reply: resumed.kind === "reply" ? resumed.reply.text : resumed.kind,
            tries: resumed.state.tries ?? null,
          }),
  },
};

export const actor = (workspaceId = "w1", role: Actor["role"] = "owner"): Actor => ({
  userId: "u1",
  name: "Ann",
  workspaceId,
  role,
  sessionIdHash: "",
  ip: "",
  userAgent: "",
  requestId: "",
});

/** A database of the test's own with a flow in it, and any number of run services over it. */
export async function openBench() {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 12 });
  pool.on("error", () => undefined); // dropping the database ends idle connections
  const said: string[] = [];
  const parked: { conversationId: string; note: string }[] = [];
  const queues: RunningQueue[] = [];
  const lines: NoticeLine[] = [];
  const services: RunService[] = [];
  let current: LiveTarget | undefined;
  let worker: RunService | undefined;

  return {
    pool,
    said,
    parked,
    async close() {
      await Promise.all(services.map((service) => service.stop().catch(() => undefined)));
      await Promise.all(queues.map((queue) => queue.stop().catch(() => undefined)));
      await Promise.all(lines.map((line) => line.stop()));
      await pool.end();
      await database.drop();
    },

    /** Stores a document and makes it the flow's live version and draft. */
    async flow(document: FlowDocument): Promise<LiveTarget> {
      const text = JSON.stringify(document);
      const documentHash = createHash("sha256").update(text).digest("hex");
      await pool.query(
        `INSERT INTO workspaces (id, name, slug) VALUES ('w1', 'W', 'w1') ON CONFLICT DO NOTHING`,
      );
      await pool.query(
        `INSERT INTO flows (id, workspace_id, name, slug, draft, draft_hash, updated_at)
         VALUES ('f1', 'w1', 'Orders', 'orders', '{}', '', now()) ON CONFLICT DO NOTHING`,
      );
      await pool.query(
        `INSERT INTO document_snapshots (workspace_id, hash, document) VALUES ('w1', $1, $2)
         ON CONFLICT DO NOTHING`,
        [documentHash, text],
      );
      current = {
        workspaceId: "w1",
        flowId: "f1",
        flowName: "Orders",
        slug: "orders",
        versionId: null,
        documentHash,
        document,
        triggerNodeId: null,
      };
      return current;
    },

    /** A service that also takes up what is queued. The one before it stops: it has other nodes. */
    async worker(
      nodes: { [id: string]: TestNode } = testNodes,
      overrides: Partial<RunServiceDeps> & { leaseMs?: number } = {},
    ) {
      await worker?.stop();
      worker = undefined;
      const service = await this.service(nodes, { ...overrides, roles: ["web", "worker"] });
      worker = service;
      return service;
    },

    /** A run service, as one process has it. Serves at once; what is queued it leaves to workers. */
    async service(
      nodes: { [id: string]: TestNode } = testNodes,
      {
        leaseMs = 8_000,
        roles = ["web"],
        leasePool = pool,
        ...overrides
      }: Partial<RunServiceDeps> & {
        leaseMs?: number;
        leasePool?: Pick<pg.Pool, "query" | "connect">;
        roles?: readonly ("web" | "worker")[];
      } = {},
    ) {
      const ownerId = overrides.ownerId ?? randomUUID();
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
      const doorbells = await startQueue({ databaseUrl: database.url, roles, log });
      queues.push(doorbells);
      const queue = createRunQueue({
        pool,
        journalPool: pool,
        leasePool,
        queue: doorbells,
        roles,
        ownerId,
        log,
        leaseMs,
      });
      const line = createNoticeLine(pool, () => undefined);
      lines.push(line);
      const target = async () => {
        if (current === undefined) throw new Error("the test has no flow yet");
        return current;
      };
      const service = createRunService({
        pool,
        journalPool: pool,
        flows: { liveByFlow: target, draftForTest: target },
        connections: {
          resolve: async () => ({
            id: "c1",
            kind: "basic",
            name: "Shop",
            settings: { username: "ann" },
            secrets: { password: "hunter2-hunter2" },
            renew: async () => ({
              ...{ id: "c1", kind: "basic", name: "Shop", settings: { username: "ann" } },
              secrets: { password: "hunter3-hunter3" },
            }),
          }),
        },
        chat: () => ({
          portFor: (conversationId) => ({
            conversationId,
            say: async () => undefined,
            remember: async () => undefined,
          }),
          contact: async () => ({ name: "Ann" }),
          apologise: async (_conversation, _run, text) => {
            said.push(text);
          },
          park: async (conversationId, note) => {
            parked.push({ conversationId, note });
          },
        }),
        // No node of these tests reaches out.
        http: undefined as unknown as RunServiceDeps["http"],
        offload: undefined as unknown as RunServiceDeps["offload"],
        files: undefined as unknown as RunServiceDeps["files"],
        executors: Object.fromEntries(
          Object.entries(nodes).map(([id, node]) => [
            id,
            {
              execute: async (context: ExecuteContext) => await node.run(context as never),
            } as Executor,
          ]),
        ),
        definitionOf: (type) => {
          const node = nodes[type];
          return node === undefined ? undefined : define(type, node);
        },
        ownerId,
        log,
        queue,
        line,
        callbackUrl: (waitId) => `https://patchbay.example/callbacks/${waitId}`,
        ...overrides,
      });
      services.push(service);
      await line.start();
      await service.recover();
      return Object.assign(service, { ownerId });
    },

    /** Makes a process's lease run out, as if it had died. */
    async expire(ownerId: string): Promise<void> {
      await pool.query(
        "UPDATE process_leases SET expires_at = now() - interval '1 s' WHERE owner_id = $1",
        [ownerId],
      );
    },

    async runRow(runId: string) {
      const { rows } = await pool.query("SELECT * FROM runs WHERE id = $1", [runId]);
      return rows[0];
    },

    async stepRows(runId: string) {
      const { rows } = await pool.query("SELECT * FROM run_steps WHERE run_id = $1 ORDER BY seq", [
        runId,
      ]);
      return rows;
    },
  };
}

export function startInput(target: LiveTarget, payload: Json = {}) {
  return {
    target,
    mode: "live" as const,
    triggerKind: "manual" as const,
    triggerNodeId: "start",
    payload,
  };
}

/** Waits for a condition that something else brings about. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error("the condition did not come about");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function define(id: string, node: TestNode): NodeDefinition {
  return {
    id,
    version: 1,
    migrate: [],
    label: id,
    summary: "",
    category: "logic",
    keywords: [],
    icon: "",
    config: z.looseObject({}),
    defaults: {},
    fields: { value: { kind: "text", label: "Value", templated: true } },
    ports: { in: true, out: [{ id: "done", label: "Done", kind: "normal" }] },
    output: z.any(),
    sample: { sample: true },
    describe: () => "",
    retry: { max: 0, baseMs: 1 },
    timeoutMs: 60_000,
    effects: node.effects ?? "none",
    ...(node.trigger === undefined ? {} : { trigger: node.trigger }),
    ...(node.connection ? { connection: { kinds: ["basic"], required: true } } : {}),
  };
}
