import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import type { FileStore } from "#lib/files/contract.ts";
import { problemOf, problemType } from "./problem-reply.ts";

const params = z.object({ token: z.string().max(100) });

/** Shown where they are; everything else is offered to be saved. None of them can hold a script. */
const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/**
 * Serves `/files/:token/:name`, for whoever has the address: it is signed, and good until the file's
 * time is over.
 */
export function registerFileRoute(
  app: FastifyInstance,
  { files }: { files: Pick<FileStore, "openByToken"> },
): void {
  app.get("/files/:token/:name", async (request, reply) => {
    const asked = params.safeParse(request.params);
    const file = asked.success ? await files.openByToken(asked.data.token) : null;
    if (file === null) {
      const { status, body } = problemOf(new UserError("file_not_found", "There is no such file."));
      return reply.code(status).type(problemType).send(JSON.stringify(body));
    }
    const { name, type, size } = file.ref;
    const how = shown.has(type) ? "inline" : "attachment";
    return reply
      .headers({
        "content-length": size,
        // RFC 6266: the name in UTF-8.
        "content-disposition": `${how}; filename*=UTF-8''${encodeExtended(name)}`,
        "cache-control": "private, max-age=3600",
        // Whatever it holds, nothing in it is run.
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      })
      .type(type)
      .send(Readable.from(file.read()));
  });
}

/** RFC 8187: what `encodeURIComponent` leaves as it is and the header cannot carry. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
