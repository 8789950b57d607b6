import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import type { WorkspaceService } from "#lib/workspace/contract.ts";
import { problemOf, problemType } from "./problem-reply.ts";

const params = z.strictObject({
  workspaceId: z.string().min(1).max(80),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Serves `/chat/logo/:workspaceId/:hash`, for visitors. The address changes with the image. */
export function registerLogoRoute(
  app: FastifyInstance,
  { workspace }: { workspace: Pick<WorkspaceService, "logo"> },
): void {
  app.get("/chat/logo/:workspaceId/:hash", async (request, reply) => {
    const asked = params.safeParse(request.params);
    const logo = asked.success
      ? await workspace.logo(asked.data.workspaceId, asked.data.hash)
      : null;
    if (logo === null) {
      const { status, body } = problemOf(new UserError("not_found", "There is no such image."));
      return reply.code(status).type(problemType).send(JSON.stringify(body));
    }
    return reply
      .headers({
        "cache-control": "public, max-age=31536000, immutable",
        // An image and nothing else, whatever it holds: nothing in it is run.
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
      })
      .type(logo.mediaType)
      .send(Buffer.from(logo.bytes));
  });
}
