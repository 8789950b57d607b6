import type { FileRef } from "./file-ref.ts";

export type { FileRef } from "./file-ref.ts";

/** Whose file it is. */
export type FileScope = { workspaceId: string; runId?: string };

export type FileMeta = {
  name: string;
  /** Media type; unknown ones are `application/octet-stream`. */
  type: string;
  /** Default 100,000,000 bytes. */
  maxBytes?: number;
};

export type OpenFile = {
  ref: FileRef;
  /** The bytes, piece by piece; may be called more than once. */
  read: () => AsyncIterable<Uint8Array>;
};

/** What steps and visitors hand over. Everything is read and written in pieces, never as a whole. */
export type FileStore = {
  /**
   * Takes a file in. What fails on the way leaves nothing behind.
   *
   * @throws UserError `file_too_large`, `storage_full`
   */
  save(
    scope: FileScope,
    meta: FileMeta,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<FileRef>;
  /** @throws UserError `file_not_found` when there is none in this workspace, or none any more */
  open(workspaceId: string, fileId: string): Promise<OpenFile>;
  /** The file at a download address, whoever asks; null when the address was not made here or its time is over. */
  openByToken(token: string): Promise<OpenFile | null>;
};

/** What a step can do with files. */
export type FilePort = {
  save(meta: FileMeta, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<FileRef>;
  open(fileId: string): Promise<OpenFile>;
};
