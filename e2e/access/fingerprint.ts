import type { Pool } from "pg";

/** By table; two of one table differ when a row does. */
export type Fingerprint = ReadonlyMap<string, string>;

/** Tables that change by themselves, whoever asks for what. */
const left: { readonly [table: string]: string } = {
  process_leases: "each process renews its lease every few seconds",
  _prisma_migrations: "belongs to the installation, and is written at a start alone",
};

/** Columns that any request may change, permitted or not; everything else of their rows counts. */
const volatile: { readonly [table: string]: readonly string[] } = {
  // When somebody was last here, at most once a minute; sessions are prolonged by that.
  sessions: ["last_seen_at", "expires_at"],
  memberships: ["last_seen_at"],
  api_keys: ["last_used_at"],
  // Who answers in a conversation at the moment.
  conversations: ["lease_owner", "lease_fence", "lease_until"],
};

/** Whose a row is, where the table does not say so itself; $1 is the workspace. */
const owners: { readonly [table: string]: string } = {
  workspaces: "t.id = $1",
  users: ofMembers("t.id"),
  sign_in_identities: ofMembers("t.user_id"),
  second_factors: ofMembers("t.user_id"),
  recovery_codes: ofMembers("t.user_id"),
  one_time_tokens: `t.data->>'workspaceId' = $1 OR ${ofMembers("t.data->>'userId'")}`,
  api_answers: ofParent("api_keys", "id", "key_id"),
  run_steps: ofParent("runs", "id", "run_id"),
  run_inbox: ofParent("runs", "id", "run_id"),
  run_endings: ofParent("runs", "id", "run_id"),
  file_chunks: ofParent("files", "id", "file_id"),
  system_operations: ofParent("systems", "id", "system_id"),
  messages: ofParent("conversations", "id", "conversation_id"),
  alert_deliveries: ofParent("alerts", "id", "alert_id"),
  installation_facts: "t.key LIKE '%' || $1",
};

function ofMembers(person: string): string {
  return `${person} IN (SELECT user_id FROM memberships WHERE workspace_id = $1)`;
}

function ofParent(table: string, key: string, reference: string): string {
  return `t.${reference} IN (SELECT ${key} FROM ${table} WHERE workspace_id = $1)`;
}

/** Reads fingerprints of every table, the queue's jobs too, in one statement. */
export async function createFingerprints(pool: Pool) {
  const { rows } = await pool.query<{ name: string; ofWorkspace: boolean }>(
    `SELECT c.relname AS name,
            EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'
                      AND NOT a.attisdropped) AS "ofWorkspace"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname <> ALL ($1) ORDER BY 1`,
    [Object.keys(left)],
  );
  const statementFor = (ofWorkspace: boolean) =>
    [
      ...rows.map((table) => {
        const whose = owners[table.name] ?? (table.ofWorkspace ? "t.workspace_id = $1" : undefined);
        if (whose === undefined) throw new Error(`whose rows are in ${table.name}?`);
        return digest(table.name, ofWorkspace ? whose : "$1 = ''");
      }),
      // What pg-boss tells itself has nothing to do with anybody's request.
      `SELECT 'queue jobs', ${sumOf("(t.id, t.data)::text")} FROM pgboss.job t WHERE t.name NOT LIKE '\\_\\_%'`,
    ].join(" UNION ALL ");
  const everything = { name: "access_everything", text: statementFor(false) };
  const workspaces = { name: "access_workspace", text: statementFor(true) };

  /** Of everything; with a workspace, of its rows alone. */
  async function take(workspaceId = ""): Promise<Fingerprint> {
    const statement = workspaceId === "" ? everything : workspaces;
    const taken = await pool.query<{ name: string; digest: string }>({
      ...statement,
      values: [workspaceId],
    });
    return new Map(taken.rows.map((row) => [row.name, row.digest]));
  }

  return {
    tables: rows.length + 1,
    take,
    /** Once nothing is under way any more that was set going earlier, and nothing has changed for `ms`. */
    async settled(workspaceId = "", ms = 5): Promise<Fingerprint> {
      const until = Date.now() + 10_000;
      let earlier = await take(workspaceId);
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, ms));
        const quiet = await isQuiet(pool);
        const later = await take(workspaceId);
        if (quiet && changedBetween(earlier, later).length === 0) return later;
        if (Date.now() > until) throw new Error("what was set going earlier does not end");
        earlier = later;
      }
    },
  };
}

export type Fingerprints = Awaited<ReturnType<typeof createFingerprints>>;

/** Whether no run is being walked, and no visitor's message waits to be taken in. */
async function isQuiet(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ quiet: boolean }>({
    name: "access_quiet",
    text: `SELECT NOT EXISTS (SELECT FROM runs WHERE state = 'running')
             AND NOT EXISTS (SELECT FROM messages m JOIN conversations c ON c.id = m.conversation_id
               WHERE m.direction = 'in' AND m.processed_at IS NULL AND c.state = 'open') AS quiet`,
  });
  return rows[0]?.quiet === true;
}

/** The tables that differ. */
export function changedBetween(before: Fingerprint, after: Fingerprint): string[] {
  return [...after].filter(([table, held]) => before.get(table) !== held).map(([table]) => table);
}

function digest(table: string, where: string): string {
  const dropped = volatile[table];
  const row =
    dropped === undefined
      ? asWritten
      : `(to_jsonb(t)${dropped.map((column) => ` - '${column}'`).join("")})::text`;
  return `SELECT '${table}' AS name, ${sumOf(row)} AS digest FROM public.${table} t WHERE ${where}`;
}

/** A row's place and the transaction that wrote it: every write changes one of them. */
const asWritten = "t.ctid::text || t.xmin::text";

/** A sum of the rows' hashes: their order does not matter, and no row leaves the database. */
function sumOf(row: string): string {
  return `count(*) || ':' || coalesce(sum(hashtextextended(${row}, 0)::numeric), 0)::text`;
}
