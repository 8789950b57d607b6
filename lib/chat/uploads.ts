import type { Pool } from "pg";
import type { ConversationRow } from "#lib/db/chat/conversations.ts";
import { newestQuestion } from "#lib/db/chat/messages.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FileRef, FileStore } from "#lib/files/contract.ts";
import { fits } from "./accepted-types.ts";
import { chatContent } from "./content.ts";

type Meta = { name: string; type: string };

export type Uploads = {
  /** See `ChatService.upload`. */
  take(
    conversation: ConversationRow,
    meta: Meta,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<FileRef>;
  /**
   * The file at an address that `take` has given.
   *
   * @throws UserError `file_not_found`
   */
  at(conversation: ConversationRow, address: string): Promise<FileRef>;
};

/** What visitors hand over: only while the chatbot asks for a file, and only as it asks for it. */
export function createUploads(deps: {
  pool: Pool;
  files: Pick<FileStore, "save" | "open" | "openByToken">;
}): Uploads {
  const { pool, files } = deps;
  return {
    async take({ id, workspaceId }, meta, source) {
      const asked = chatContent.safeParse(await newestQuestion(pool, id)).data;
      if (asked?.expects !== "file" || asked.upload === undefined) throw notExpected();
      const { accept, maxBytes } = asked.upload;
      if (!fits(meta, accept)) throw refusedType(meta.name, accept);
      return await files.save({ workspaceId }, { ...meta, maxBytes }, source);
    },

    async at({ workspaceId }, address) {
      const token = /\/files\/([^/]+)\//.exec(address)?.[1] ?? "";
      // Whoever has the address may read the file; it still has to be one of this workspace.
      const fileId = (await files.openByToken(token))?.ref.fileId ?? "";
      return (await files.open(workspaceId, fileId)).ref;
    },
  };
}

function notExpected(): UserError {
  return new UserError("file_not_expected", "This chat has not asked for a file just now.", {
    next: "Wait until it asks for one.",
  });
}

function refusedType(name: string, accept: readonly string[]): UserError {
  return new UserError(
    "file_type_refused",
    `“${name.slice(0, 100)}” is not the kind of file asked for.`,
    {
      next: `These are: ${accept.join(", ")}.`,
    },
  );
}
