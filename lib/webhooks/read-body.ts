import type { IncomingMessage } from "node:http";
import { UserError } from "#lib/errors/user-error.ts";

/** The largest webhook body, in bytes: 5 MB. */
export const longestBody = 5 * 1024 * 1024;

/** What is read and thrown away of a larger one, so that its sender gets to read the answer. */
const longestDiscard = 64 * 1024 * 1024;
const discardMs = 10_000;

const empty = Buffer.alloc(0);

/**
 * The raw bytes of a request. A body over {@link longestBody} is refused with `body_too_large` after
 * the rest of it was let through, within limits: a connection that is closed with unread bytes is
 * reset, and the sender would never see why.
 */
export function readBody(request: IncomingMessage): Promise<Buffer> | Buffer {
  const { headers } = request;
  if (headers["transfer-encoding"] === undefined) {
    const length = headers["content-length"];
    if (length === undefined || length === "0") return empty;
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let deadline: NodeJS.Timeout | undefined;

    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= longestBody) {
        chunks.push(chunk);
        return;
      }
      chunks.length = 0;
      deadline ??= setTimeout(refuse, discardMs);
      if (size > longestDiscard) refuse();
    });
    request.on("end", () => {
      if (size > longestBody) return refuse();
      const only = chunks[0];
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size));
    });
    request.on("error", reject);
    request.on("close", () => {
      clearTimeout(deadline);
      if (!request.complete) reject(new Error("The sender closed the connection early."));
    });

    function refuse(): void {
      clearTimeout(deadline);
      reject(
        new UserError("body_too_large", "The request's body is larger than 5 MB.", {
          next: "Send less at once, or send a link to the data.",
        }),
      );
    }
  });
}
