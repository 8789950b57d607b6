import pg from "pg";
import { v7 as uuid } from "uuid";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { openFiles } from "#lib/files/open-files.fixture.ts";
import { type FlowDocument, flowDocument } from "#lib/flow/document.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type { RunResult, RunService, StartRun } from "#lib/runs/contract.ts";
import type { ChatEvent, ChatService } from "./contract.ts";
import { type ChatServiceDeps, createChatService } from "./create-chat-service.ts";

/** What a run does in place of walking a document. */
export type Script = (turn: {
  runId: string;
  conversationId: string;
  text: string;
  value: string | null;
  resumed: boolean;
  say(text: string): Promise<void>;
}) => Promise<"ask" | "end">;

/** A chat service on a database of its own, with runs that follow a script and keep real rows. */
export async function openChatBench(script: Script = async () => "end") {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 8 });
  await pool.query("INSERT INTO workspaces (id, name, slug) VALUES ('w1', 'W', 'w1')");
  const services: ChatService[] = [];
  const started: (StartRun & { runId: string })[] = [];
  let live: LiveTarget | null = chatTarget({});

  /** One more process on the same database. */
  function startProcess(deps: Partial<ChatServiceDeps> = {}) {
    const ownerId = deps.ownerId ?? uuid();
    const runs = scriptedRuns(pool, ownerId, script, () => chat, started);
    const chat: ReturnType<typeof createChatService> = createChatService({
      pool,
      flows: {
        liveBySlug: async (slug) => (live?.slug === slug ? live : null),
        liveByFlow: async () => live,
        draftForTest: async () => live ?? chatTarget({}),
      },
      runs: () => runs,
      files: openFiles(pool),
      ownerId,
      log: { warn: () => undefined },
      sweepMs: 20,
      ...deps,
    });
    services.push(chat);
    return chat;
  }

  return {
    pool,
    url: database.url,
    started,
    startProcess,
    publish(target: LiveTarget | null) {
      live = target;
    },
    /** Ends every process, so that none serves the next test's conversations. */
    async stopProcesses() {
      await Promise.all(services.splice(0).map((chat) => chat.stop()));
    },
    async close() {
      await Promise.all(services.map((chat) => chat.stop()));
      await endPool(pool);
      await database.drop();
    },
  };
}

/** Resolves when every connection is closed; `end` alone does not wait for them. */
async function endPool(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  const closed = Promise.withResolvers<void>();
  pool.on("remove", () => {
    if (--open === 0) closed.resolve();
  });
  if (open === 0) closed.resolve();
  await pool.end();
  await closed.promise;
}

/** A published flow with one chat trigger, unless the document says otherwise. */
export function chatTarget(document: {
  nodes?: object[];
  chat?: Partial<FlowDocument["settings"]["chat"]>;
}): LiveTarget {
  const nodes = document.nodes ?? [triggerNode("any", { when: "any" })];
  return {
    workspaceId: "w1",
    flowId: "f1",
    flowName: "Pizza",
    slug: "pizza",
    versionId: "v1",
    documentHash: "hash",
    document: flowDocument.parse({
      schemaVersion: 1,
      nodes,
      edges: [],
      settings: { chat: document.chat ?? {} },
    }),
    triggerNodeId: null,
  };
}

export function triggerNode(id: string, config: object, more: object = {}): object {
  return {
    id,
    type: "chat-trigger",
    version: 1,
    name: id,
    key: id,
    position: { x: 0, y: 0 },
    config,
    ...more,
  };
}

/** Resolves with what a subscription heard once `enough` says so. */
export async function hearUntil(
  chat: ChatService,
  token: string,
  afterSeq: number,
  enough: (events: ChatEvent[]) => boolean,
): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  const heard = Promise.withResolvers<void>();
  const unsubscribe = await chat.subscribe(token, afterSeq, (event) => {
    events.push(event);
    if (enough(events)) heard.resolve();
  });
  await heard.promise;
  unsubscribe();
  return events;
}

/** The outgoing texts among events, in order. */
export function answers(events: ChatEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "message" && event.message.direction === "out"
      ? [event.message.content.text]
      : [],
  );
}

function scriptedRuns(
  pool: pg.Pool,
  ownerId: string,
  script: Script,
  chat: () => ChatService,
  started: (StartRun & { runId: string })[],
): Pick<RunService, "start" | "resume" | "openWait"> {
  async function walk(
    run: { runId: string; conversationId: string },
    said: { text: string; value: string | null },
    resumed: boolean,
  ): Promise<RunResult> {
    const port = chat().portFor(run.conversationId, run.runId, "node", uuid());
    const say = (text: string) =>
      port.say({ text, image: null, file: null, buttons: [], expects: null });
    const next = await script({ ...run, ...said, resumed, say });
    if (next === "ask") {
      await pool.query(
        `INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, conversation_id)
         VALUES ($1, 'w1', $2, 'a', 'node', 'reply', $3)`,
        [uuid(), run.runId, run.conversationId],
      );
    }
    const state = next === "ask" ? "waiting" : "succeeded";
    await pool.query("UPDATE runs SET state = $2 WHERE id = $1", [run.runId, state]);
    return { runId: run.runId, state, output: null, respond: null, error: null };
  }

  return {
    start(input) {
      const runId = input.runId ?? "";
      const conversationId = input.conversationId ?? "";
      const { text } = input.payload as { text: string }; /* what chat triggers deliver */
      started.push({ ...input, runId });
      const result = pool
        .query(
          `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
             trigger_node_id, conversation_id, owner_id, started_at)
           VALUES ($1, 'w1', 'f1', 'hash', $2, 'running', 'chat', $3, $4, $5, now())`,
          [runId, input.mode, input.triggerNodeId, conversationId, ownerId],
        )
        .then(() => walk({ runId, conversationId }, { text, value: null }, false));
      return { runId, result, committed: Promise.resolve() };
    },

    async openWait(conversationId) {
      const { rows } = await pool.query<{ waitId: string; runId: string }>(
        `SELECT id AS "waitId", run_id AS "runId" FROM waits
         WHERE conversation_id = $1 AND consumed_at IS NULL ORDER BY created_at LIMIT 1`,
        [conversationId],
      );
      return rows[0] ?? null;
    },

    async resume(waitId, arrival) {
      if (arrival.kind !== "reply") return null;
      const { reply } = arrival;
      const { rows } = await pool.query<{ runId: string; conversationId: string }>(
        `WITH consumed AS (
           UPDATE waits SET consumed_at = now() WHERE id = $1 AND consumed_at IS NULL
           RETURNING run_id, conversation_id),
         resumed AS (
           UPDATE runs SET state = 'running', owner_id = $2 FROM consumed
           WHERE runs.id = consumed.run_id)
         SELECT run_id AS "runId", conversation_id AS "conversationId" FROM consumed`,
        [waitId, ownerId],
      );
      const run = rows[0];
      return run === undefined ? null : await walk(run, reply, true);
    },
  };
}
