import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import {
  completeFile,
  deleteFile,
  type FileRow,
  findFile,
  insertChunk,
  insertFile,
  readChunk,
  readStorage,
} from "#lib/db/files/stored-files.ts";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { defaultLimits } from "#lib/operations/contract.ts";
import type { FileMeta, FileRef, FileScope, FileStore, OpenFile } from "./contract.ts";
import type { FileAddresses } from "./file-addresses.ts";
import { inPieces } from "./in-pieces.ts";

/** Bytes of a row: as text they fit into one read of the socket, beyond which the driver copies twice over. */
const pieceSize = 40 * 1024;
const defaultMaxBytes = 100_000_000;

type FileStoreDeps = {
  pool: Pool;
  addresses: FileAddresses;
  /** The public address of this installation, without a slash at its end. */
  baseUrl: string;
};

/** Keeps files in Postgres, in pieces, so that every process of an installation sees them. */
export function createFileStore({ pool, addresses, baseUrl }: FileStoreDeps): FileStore {
  const refOf = ({ id, name, mediaType, size }: FileRow): FileRef => ({
    ...{ fileId: id, name, type: mediaType, size },
    url: `${baseUrl}${addresses.pathOf(id, name)}`,
  });

  const opened = (row: FileRow): OpenFile => ({
    ref: refOf(row),
    async *read() {
      for (let seq = 0, left = row.size; left > 0; seq++) {
        const bytes = await readChunk(pool, row.id, seq);
        if (bytes === null) throw gone();
        left -= bytes.length;
        yield bytes;
      }
    },
  });

  async function save(
    scope: FileScope,
    meta: FileMeta,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<FileRef> {
    const { workspaceId } = scope;
    const storage = await readStorage(pool, workspaceId, defaultLimits);
    const maxBytes = meta.maxBytes ?? defaultMaxBytes;
    const row = {
      id: randomUUID(),
      name: safeName(meta.name),
      mediaType: safeType(meta.type),
    };
    await insertFile(pool, {
      ...row,
      ...{ workspaceId, runId: scope.runId ?? null, days: storage.days },
    });
    let size = 0;
    let seq = 0;
    try {
      for await (const piece of inPieces(source, pieceSize)) {
        size += piece.length;
        if (size > maxBytes) throw tooLarge(row.name, maxBytes);
        if (storage.used + size > storage.most) throw full(storage.most);
        await insertChunk(pool, row.id, seq++, piece);
      }
      const fits = await inTransaction(pool, (client) =>
        completeFile(client, workspaceId, row.id, storage.most),
      );
      if (!fits) throw full(storage.most);
    } catch (error) {
      // The pruner takes it away when this fails too.
      await deleteFile(pool, row.id).catch(() => undefined);
      throw error;
    }
    return refOf({ ...row, size });
  }

  return {
    save,
    async open(workspaceId, fileId) {
      const row = await findFile(pool, fileId, workspaceId);
      if (row === null) throw gone();
      return opened(row);
    },
    async openByToken(token) {
      const id = addresses.fileOf(token);
      const row = id === null ? null : await findFile(pool, id, null);
      return row === null ? null : opened(row);
    },
  };
}

/** A name without a path, without control characters, and short enough for every file system. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(/[\p{C}"*:<>?|]/gu, "").trim();
  return clean === "" || /^\.+$/.test(clean) ? "file" : clean.slice(-200);
}

function safeType(type: string): string {
  const [bare = ""] = type.toLowerCase().split(";");
  return /^[\w.+-]+\/[\w.+-]+$/.test(bare.trim())
    ? bare.trim().slice(0, 150)
    : "application/octet-stream";
}

function tooLarge(name: string, maxBytes: number): UserError {
  return new UserError("file_too_large", `“${name}” is larger than ${inMegabytes(maxBytes)}.`, {
    next: "Use a smaller file.",
    details: { maxBytes },
  });
}

function full(most: number): UserError {
  return new UserError(
    "storage_full",
    `The files of this workspace would take up more than ${inMegabytes(most)}.`,
    { next: "An administrator can raise this on the Queue page, under “Limits”." },
  );
}

function gone(): UserError {
  return new UserError("file_not_found", "There is no such file any more.", {
    next: "Files are kept for the days set on the Queue page. Get it anew.",
  });
}

const inMegabytes = (bytes: number): string =>
  bytes >= 1e6 ? `${Math.round(bytes / 1e5) / 10} MB` : `${Math.round(bytes / 100) / 10} kB`;
