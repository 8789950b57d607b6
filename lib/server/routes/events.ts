import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { route } from "#lib/access/route.ts";
import { isOver } from "#lib/runs/events.ts";
import type { Services } from "#lib/server/services.ts";
import { createSseHub } from "./sse.ts";

const id = z.string().min(1).max(80);

/** Live events for the editor: a run as it walks, and the runs of a conversation. */
export async function registerEventRoutes(app: FastifyInstance, services: Services): Promise<void> {
  const hub = createSseHub(app);

  route(app, services, {
    method: "GET",
    url: "/api/events/runs/:runId",
    permission: "runs.read",
    params: z.strictObject({ runId: id }),
    handler: async (actor, { params }, request, reply) => {
      // Refused before the stream opens when the run is not this workspace's.
      await services.runs.get(actor, params.runId);
      const stream = hub.open(request, reply);
      const unsubscribe = await services.runs.subscribe(actor, params.runId, (event) => {
        stream.send(event);
        if (event.type === "finished" && isOver(event)) stream.close();
      });
      stream.onClose(unsubscribe);
    },
  });

  route(app, services, {
    method: "GET",
    url: "/api/events/conversations/:conversationId",
    permission: "runs.read",
    params: z.strictObject({ conversationId: id }),
    handler: async (actor, { params }, request, reply) => {
      const stream = hub.open(request, reply);
      const unsubscribe = await services.runs.subscribeConversation(
        actor,
        params.conversationId,
        (event) => stream.send(event),
      );
      stream.onClose(unsubscribe);
    },
  });
}
