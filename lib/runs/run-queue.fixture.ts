import { randomUUID } from "node:crypto";
import pg from "pg";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { emptyDocument } from "#lib/flow/empty-document.ts";
import type { Json } from "#lib/flow/json.ts";
import { type RunningQueue, startQueue } from "#lib/queue/start-queue.ts";
import type { AcceptRun } from "./accept.ts";

/** A database of the test's own, with queues over it as several processes have them. */
export async function openQueueBench() {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 12 });
  pool.on("error", () => undefined); // dropping the database ends idle connections
  const queues: RunningQueue[] = [];
  const logged: { message: string; facts: object }[] = [];
  const note = (facts: object, message: string) => logged.push({ message, facts });
  const log = { info: note, warn: note, error: note };
  for (const id of ["w1", "w2", "w3"]) {
    await pool.query("INSERT INTO workspaces (id, name, slug) VALUES ($1, $1, $1)", [id]);
  }

  return {
    pool,
    log,
    logged,
    databaseUrl: database.url,
    async queue(...roles: ("web" | "worker")[]) {
      const queue = await startQueue({ databaseUrl: database.url, roles, log });
      queues.push(queue);
      return queue;
    },
    async clear() {
      logged.length = 0;
      await pool.query(
        "TRUNCATE runs, run_steps, waits, process_leases, run_inbox, run_policies CASCADE",
      );
      await pool.query("DELETE FROM pgboss.job");
    },
    async close() {
      await Promise.all(queues.map((queue) => queue.stop()));
      await pool.end();
      await database.drop();
    },

    async policy(workspaceId: string, columns: { [column: string]: unknown }) {
      const names = Object.keys(columns);
      await pool.query(
        `INSERT INTO run_policies (workspace_id, ${names.join(", ")})
         VALUES ($1, ${names.map((_, index) => `$${index + 2}`).join(", ")})
         ON CONFLICT (workspace_id) DO UPDATE SET
           ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`,
        [workspaceId, ...Object.values(columns)],
      );
    },

    /** A run's row as some process left it. */
    async run(state: string, columns: { [column: string]: unknown } = {}): Promise<string> {
      const id = randomUUID();
      const row = {
        id,
        workspace_id: "w1",
        flow_id: "f1",
        document_hash: "h",
        mode: "live",
        state,
        trigger_kind: "webhook",
        trigger_node_id: "t",
        fence: 1,
        started_at: new Date(),
        ...columns,
      };
      const names = Object.keys(row);
      await pool.query(
        `INSERT INTO runs (${names.join(", ")})
         VALUES (${names.map((_, index) => `$${index + 1}`).join(", ")})`,
        Object.values(row),
      );
      return id;
    },

    async wait(runId: string, kind: string, expiresIn: string | null): Promise<string> {
      const id = randomUUID();
      await pool.query(
        `INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, state, expires_at)
         VALUES ($1, 'w1', $2, $3, 'n', $4, '{"count": 1, "state": {"left": true}}',
           clock_timestamp() + $5::interval)`,
        [id, runId, id, kind, expiresIn],
      );
      return id;
    },

    async row(runId: string) {
      const { rows } = await pool.query("SELECT * FROM runs WHERE id = $1", [runId]);
      return rows[0];
    },
    async waitRow(waitId: string) {
      const { rows } = await pool.query("SELECT * FROM waits WHERE id = $1", [waitId]);
      return rows[0];
    },
    async doorbells(): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT data->>'runId' AS id FROM pgboss.job
         WHERE name = 'run' AND state < 'active' ORDER BY created_on`,
      );
      return rows.map((row) => row.id);
    },
  };
}

export type QueueBench = Awaited<ReturnType<typeof openQueueBench>>;

/** What a webhook brings, say. */
export function hookRun(payload: Json = {}, workspaceId = "w1"): AcceptRun {
  return {
    target: {
      workspaceId,
      flowId: "f1",
      flowName: "Orders",
      slug: "orders",
      versionId: null,
      documentHash: "h",
      document: emptyDocument(),
      triggerNodeId: "t",
    },
    triggerKind: "webhook",
    triggerNodeId: "t",
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
