import type { HttpClient } from "#lib/http/client.ts";
import type { Circuits } from "./circuits.ts";
import { outcomeOfError, outcomeOfResponse } from "./read-outcome.ts";

/** Beyond the request's own limit, before another process takes a probe for lost, in ms. */
const marginMs = 5_000;

/**
 * The HTTP client as a step has it: what goes to a host whose circuit is open is refused at once, and
 * how each request ends is told.
 */
export function guardedClient(
  http: HttpClient,
  circuits: Pick<Circuits, "enter" | "settle">,
  scope: { workspaceId: string; connectionId: string },
): HttpClient {
  return {
    async request(req) {
      const host = URL.parse(req.url)?.host ?? "";
      // No address at all: the client says so better.
      if (host === "" || host.length > 260) return await http.request(req);
      const key = { ...scope, host };
      const entered = circuits.enter(key, (req.timeoutMs ?? 30_000) + marginMs);
      const permit = entered instanceof Promise ? await entered : entered;
      try {
        const response = await http.request(req);
        await circuits.settle(key, permit, outcomeOfResponse(response, host));
        return response;
      } catch (error) {
        await circuits.settle(key, permit, outcomeOfError(error, host));
        throw error;
      }
    },
    close: () => http.close(),
  };
}
