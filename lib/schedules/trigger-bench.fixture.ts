import { randomUUID } from "node:crypto";
import type { Actor } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { flowDocument } from "#lib/flow/document.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import { createFlowStore } from "#lib/flow-store/flow-store.ts";
import type { Accept, AcceptRun } from "#lib/runs/accept.ts";

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export type Trigger = { type: string; config?: JsonObject; disabled?: boolean };

export type TriggerBench = Awaited<ReturnType<typeof openTriggerBench>>;

/** A document of triggers alone, which may be published. Ids are `t0`, `t1`, … */
export function triggersOnly(triggers: readonly Trigger[]) {
  return flowDocument.parse({
    schemaVersion: 1,
    nodes: triggers.map(({ type, config = {}, disabled = false }, index) => ({
      id: `t${index}`,
      type,
      version: 1,
      name: `Trigger ${index}`,
      key: `t${index}`,
      position: { x: 0, y: index * 100 },
      config,
      disabled,
    })),
    edges: [],
  });
}

/** A database of the test's own with two workspaces, and any number of processes' views of it. */
export async function openTriggerBench() {
  const testDatabase = await createTestDatabase();
  const opened: Database[] = [];
  const open = () => {
    const database = createDatabase(testDatabase.url);
    opened.push(database);
    return database;
  };
  const { prisma, pool } = open();
  for (const id of ["w1", "w2"])
    await prisma.workspace.create({ data: { id, name: id, slug: id } });
  const flows = createFlowStore({ prisma });

  return {
    prisma,
    pool,
    flows,

    /** What another process has: connections and caches of its own. */
    process(): { pool: Database["pool"]; flows: FlowStore } {
      const database = open();
      return { pool: database.pool, flows: createFlowStore({ prisma: database.prisma }) };
    },

    async flow(triggers: Trigger[], workspaceId = "w1"): Promise<string> {
      const document = triggersOnly(triggers);
      return (await flows.create(actor(workspaceId), { name: "Flow", document })).id;
    },

    async publish(flowId: string, triggers?: Trigger[], workspaceId = "w1") {
      if (triggers !== undefined) {
        const { revision } = await flows.get(actor(workspaceId), flowId);
        const document = triggersOnly(triggers);
        await flows.saveDraft(actor(workspaceId), { flowId, baseRevision: revision, document });
      }
      return await flows.publish(actor(workspaceId), { flowId });
    },

    async published(triggers: Trigger[], workspaceId = "w1"): Promise<string> {
      const flowId = await this.flow(triggers, workspaceId);
      const outcome = await this.publish(flowId, undefined, workspaceId);
      if (!outcome.published) throw new Error(JSON.stringify(outcome.problems));
      return flowId;
    },

    async close() {
      await Promise.all(opened.map((database) => database.close()));
      await testDatabase.drop();
    },
  };
}

export function actor(workspaceId = "w1"): Actor {
  return {
    userId: "u1",
    name: "Ann",
    workspaceId,
    role: "owner",
    sessionIdHash: "",
    ip: "",
    userAgent: "",
    requestId: "",
  };
}

/**
 * Takes runs in as the acceptor does: into `runs`, committed on its own, the same id once. `calls`
 * holds every call, `taken` those that made a run.
 */
export function recordingAccept(pool: Database["pool"]) {
  const calls: AcceptRun[] = [];
  const taken: AcceptRun[] = [];
  const accept: Accept = async (run) => {
    calls.push(run);
    const runId = run.runId ?? randomUUID();
    const { rowCount } = await pool.query(
      `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
         trigger_node_id, started_at, queued_at, parent_run_id, depth)
       VALUES ($1, $2, $3, $4, 'live', 'queued', $5, $6, now(), now(), $7, $8)
       ON CONFLICT (id) DO NOTHING`,
      [
        runId,
        run.target.workspaceId,
        run.target.flowId,
        run.target.documentHash,
        run.triggerKind,
        run.triggerNodeId,
        run.parentRunId ?? null,
        run.depth ?? 0,
      ],
    );
    if (rowCount === 1) taken.push(run);
    return { runId };
  };
  return { accept, calls, taken };
}
