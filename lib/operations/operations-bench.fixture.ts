import { randomUUID } from "node:crypto";
import type { Actor } from "#lib/access/contract.ts";
import { createDatabase } from "#lib/db/client.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { emptyDocument } from "#lib/flow/empty-document.ts";
import type { AcceptRun } from "#lib/runs/accept.ts";
import { createOperationsService, type OperationsDeps } from "./create-operations-service.ts";

export const actor = (workspaceId = "w1", role: Actor["role"] = "admin"): Actor => ({
  userId: "u1",
  name: "Ann",
  workspaceId,
  role,
  sessionIdHash: "",
  ip: "",
  userAgent: "",
  requestId: "",
});

/** A document whose only node is the trigger `start`. */
export function triggered(): FlowDocument {
  const document = emptyDocument();
  return {
    ...document,
    nodes: [
      {
        id: "start",
        key: "start",
        name: "Start",
        type: "manual-trigger",
        typeVersion: 1,
        config: {},
        position: { x: 0, y: 0 },
        disabled: false,
        pinned: null,
        connectionId: null,
      } as unknown as FlowDocument["nodes"][number] /* settings that no test looks at are left out */,
    ],
  };
}

type RunFacts = { [column: string]: unknown };

/** Two workspaces with a flow each, rows written as a test wants them, and an acceptor that remembers. */
export async function openOperationsBench(overrides: Partial<OperationsDeps> = {}) {
  const database = await createTestDatabase();
  const { prisma, pool, close } = createDatabase(database.url);
  const accepted: AcceptRun[] = [];
  await pool.query(`
    INSERT INTO workspaces (id, name, slug) VALUES ('w1', 'One', 'w1'), ('w2', 'Two', 'w2');
    INSERT INTO users (id, email, name, password_hash) VALUES ('u1', 'ann@example.com', 'Ann', '');
    INSERT INTO flows (id, workspace_id, name, slug, draft, draft_hash, updated_at) VALUES
      ('f1', 'w1', 'Orders', 'orders', '{}', '', now()), ('f2', 'w2', 'Other', 'other', '{}', '', now()),
      ('f3', 'w1', 'Leads', 'leads', '{}', '', now());`);

  const operations = createOperationsService({
    pool,
    prisma,
    flows: {
      liveByFlow: async (flowId) => ({
        workspaceId: "w1",
        flowId,
        flowName: "Orders",
        slug: "orders",
        versionId: null,
        documentHash: "h",
        document: triggered(),
        triggerNodeId: null,
      }),
    },
    accept: async (run) => {
      accepted.push(run);
      return { runId: run.runId ?? randomUUID() };
    },
    ...overrides,
  });

  return {
    operations,
    pool,
    prisma,
    accepted,

    async close() {
      await close();
      await database.drop();
    },

    /** Writes a run; times are SQL, such as `now() - interval '1 min'`. */
    async run(state: string, facts: RunFacts = {}, times: { [column: string]: string } = {}) {
      const row: RunFacts = {
        id: randomUUID(),
        workspace_id: "w1",
        flow_id: "f1",
        document_hash: "h",
        mode: "live",
        state,
        trigger_kind: "webhook",
        trigger_node_id: "start",
        input: JSON.stringify({ order: 1 }),
        ...facts,
      };
      const at = { started_at: "now()", ...times };
      const names = Object.keys(row);
      await pool.query(
        `INSERT INTO runs (${[...names, ...Object.keys(at)].join(", ")})
         VALUES (${[...names.map((_, index) => `$${index + 1}`), ...Object.values(at)].join(", ")})`,
        Object.values(row),
      );
      return String(row.id);
    },

    async wait(runId: string, kind = "reply", workspaceId = "w1") {
      await pool.query(
        `INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind)
         VALUES ($1, $4, $2, 'a', 'n', $3)`,
        [randomUUID(), runId, kind, workspaceId],
      );
    },

    async row(runId: string) {
      const { rows } = await pool.query("SELECT * FROM runs WHERE id = $1", [runId]);
      return rows[0];
    },

    async audited(): Promise<string[]> {
      const entries = await prisma.auditEntry.findMany({ orderBy: { id: "asc" } });
      return entries.map((entry) => entry.action);
    },
  };
}

export type OperationsBench = Awaited<ReturnType<typeof openOperationsBench>>;
