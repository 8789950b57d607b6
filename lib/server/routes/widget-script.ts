import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

/** Serves `/chat/widget.js`, the script that puts the chat on other people's pages. */
export function registerWidgetScript(scope: FastifyInstance): void {
  const script = readFileSync(new URL("../../chat/widget/widget.js", import.meta.url));
  const etag = `"${createHash("sha256").update(script).digest("base64url").slice(0, 27)}"`;

  scope.get("/chat/widget.js", async (request, reply) => {
    reply.headers({
      etag,
      // Short, since it is a fixed address: pages that embed it get a new version within minutes.
      "cache-control": "public, max-age=300, stale-while-revalidate=86400",
      "content-type": "text/javascript; charset=utf-8",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
    if (request.headers["if-none-match"]?.includes(etag)) return reply.code(304).send();
    return reply.send(script);
  });
}
