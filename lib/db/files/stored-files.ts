import type { Pool, PoolClient } from "pg";

type Queries = Pick<Pool, "query">;

export type FileRow = { id: string; name: string; mediaType: string; size: number };

/** What a workspace allows its files, and what they take up. Bytes and days. */
export async function readStorage(
  db: Queries,
  workspaceId: string,
  defaults: { storageMb: number; fileDays: number },
): Promise<{ used: number; most: number; days: number }> {
  const { rows } = await db.query<{ used: string; most: string; days: number }>({
    name: "files_storage",
    text: `SELECT coalesce((SELECT sum(size) FROM files WHERE workspace_id = $1), 0)::text AS used,
             (coalesce(p.storage_mb, $2)::bigint * 1000000)::text AS most,
             coalesce(p.file_days, $3)::int AS days
           FROM (SELECT 1) AS one LEFT JOIN run_policies p ON p.workspace_id = $1`,
    values: [workspaceId, defaults.storageMb, defaults.fileDays],
  });
  const [row] = rows;
  return { used: Number(row?.used), most: Number(row?.most), days: row?.days ?? 0 };
}

export async function insertFile(
  db: Queries,
  file: {
    id: string;
    workspaceId: string;
    runId: string | null;
    name: string;
    mediaType: string;
    days: number;
  },
): Promise<void> {
  await db.query({
    name: "files_insert",
    text: `INSERT INTO files (id, workspace_id, run_id, name, media_type, expires_at)
           VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
    values: [file.id, file.workspaceId, file.runId, file.name, file.mediaType, file.days],
  });
}

/** Adds a piece; the file's size grows with it, so that what is being written counts already. */
export async function insertChunk(
  db: Queries,
  fileId: string,
  seq: number,
  bytes: Buffer,
): Promise<void> {
  await db.query({
    name: "files_insert_chunk",
    text: `WITH grown AS (UPDATE files SET size = size + octet_length($3::bytea) WHERE id = $1)
           INSERT INTO file_chunks (file_id, seq, bytes) VALUES ($1, $2, $3)`,
    values: [fileId, seq, bytes],
  });
}

/** Declares a file whole. False when the workspace's files are too large together with it. */
export async function completeFile(
  client: Pick<PoolClient, "query">,
  workspaceId: string,
  fileId: string,
  most: number,
): Promise<boolean> {
  // One at a time for a workspace, so that two together cannot pass what each alone would not.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('files:' || $1, 0))", [
    workspaceId,
  ]);
  const { rowCount } = await client.query(
    `UPDATE files SET complete = true WHERE id = $1
       AND (SELECT sum(size) FROM files WHERE workspace_id = $2 AND (complete OR id = $1)) <= $3`,
    [fileId, workspaceId, most],
  );
  return rowCount === 1;
}

export async function deleteFile(db: Queries, fileId: string): Promise<void> {
  await db.query("DELETE FROM files WHERE id = $1", [fileId]);
}

/** A whole file whose time is not over; of this workspace, when one is given. */
export async function findFile(
  db: Queries,
  fileId: string,
  workspaceId: string | null,
): Promise<FileRow | null> {
  const { rows } = await db.query<FileRow & { size: string }>({
    name: "files_find",
    text: `SELECT id, name, media_type AS "mediaType", size::text FROM files
           WHERE id = $1 AND ($2::text IS NULL OR workspace_id = $2)
             AND complete AND expires_at > now()`,
    values: [fileId, workspaceId],
  });
  const [row] = rows;
  return row === undefined ? null : { ...row, size: Number(row.size) };
}

export async function readChunk(db: Queries, fileId: string, seq: number): Promise<Buffer | null> {
  const { rows } = await db.query<{ bytes: string }>({
    name: "files_read_chunk",
    // The driver reads text alone, and bytes in it as hexadecimal: this takes a third less memory.
    text: `SELECT encode(bytes, 'base64') AS bytes FROM file_chunks WHERE file_id = $1 AND seq = $2`,
    values: [fileId, seq],
  });
  const [row] = rows;
  return row === undefined ? null : Buffer.from(row.bytes, "base64");
}

/** Takes away a batch of files whose time is over, or that were never finished. Returns how many. */
export async function pruneFiles(db: Queries, size: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "files_prune",
    text: `DELETE FROM files WHERE id IN (
             SELECT id FROM files
             WHERE expires_at < now()
               OR (NOT complete AND created_at < now() - interval '1 day')
             LIMIT $1)`,
    values: [size],
  });
  return rowCount ?? 0;
}
