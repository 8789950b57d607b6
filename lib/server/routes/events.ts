import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { route } from "#lib/access/route.ts";
import { isOver } from "#lib/runs/events.ts";
import type { Services } from "#lib/server/services.ts";
import { createSseHub, type SseStream } from "./sse.ts";

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
      const send = whileAllowed(services, actor, request, stream);
      const unsubscribe = await services.runs.subscribe(actor, params.runId, (event) =>
        send(event, event.type === "finished" && isOver(event)),
      );
      stream.onClose(unsubscribe);
    },
  });

  route(app, services, {
    method: "GET",
    url: "/api/events/conversations/:conversationId",
    permission: "runs.read",
    params: z.strictObject({ conversationId: id }),
    handler: async (actor, { params }, request, reply) => {
      // What comes before the stream is open is kept: a refusal must still be able to be one.
      const early: unknown[] = [];
      let send = (event: unknown): void => {
        early.push(event);
      };
      const unsubscribe = await services.runs.subscribeConversation(
        actor,
        params.conversationId,
        (event) => send(event),
      );
      const stream = hub.open(request, reply);
      stream.onClose(unsubscribe);
      send = whileAllowed(services, actor, request, stream);
      for (const event of early) send(event);
    },
  });
}

/**
 * Sends events in their order, each only while the reader is still signed in to that workspace: a
 * stream outlives the request that was checked. Else the stream ends, and coming back is refused.
 */
function whileAllowed(
  services: Services,
  actor: Actor,
  request: FastifyRequest,
  stream: SseStream,
): (event: unknown, last?: boolean) => void {
  let turn = Promise.resolve();
  return (event, last = false) => {
    turn = turn.then(async () => {
      const now = await services.access
        .actorFromCookies(request.headers.cookie, actor)
        .catch(() => null);
      if (now?.workspaceId !== actor.workspaceId) return stream.close();
      stream.send(event);
      if (last) stream.close();
    });
  };
}
