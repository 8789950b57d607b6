import { PassThrough } from "node:stream";
import type { FilePort, FileRef } from "#lib/files/contract.ts";
import type { HttpRequest, HttpResponse } from "../client.ts";
import { fileNameOf } from "./file-name.ts";

/** The largest answer that is kept as a file, in bytes. */
export const maxFileBytes = 100_000_000;

/**
 * Sends a request whose answer goes into file storage as it arrives, when `wants` says so of its
 * status; else it is in the response as usual.
 *
 * @throws what `send` throws, `file_too_large`, `storage_full`
 */
export async function saveAnswer(
  files: FilePort,
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  wants: (status: number) => boolean,
): Promise<{ response: HttpResponse; file: FileRef | undefined }> {
  let saving: Promise<{ file: FileRef } | { error: unknown }> | undefined;
  const sent = send({
    ...request,
    maxBytes: maxFileBytes,
    receive: ({ status, headers }) => {
      if (!wants(status)) return undefined;
      const through = new PassThrough();
      const name = fileNameOf(headers, request.url);
      const type = headers["content-type"] ?? "application/octet-stream";
      saving = files.save({ name, type, maxBytes: maxFileBytes }, through).then(
        (file) => ({ file }),
        (error: unknown) => ({ error }),
      );
      return through;
    },
  });
  let response: HttpResponse;
  try {
    response = await sent;
  } catch (error) {
    const saved = await saving;
    // The client only knows that nobody took the answer; why is told by who should have.
    const isOurs = error instanceof Error && "code" in error && error.code === "internal";
    throw isOurs && saved !== undefined && "error" in saved ? saved.error : error;
  }
  const saved = await saving;
  if (saved === undefined) return { response, file: undefined };
  if ("error" in saved) throw saved.error;
  return { response, file: saved.file };
}
