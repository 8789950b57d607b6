import type { StepSides } from "#lib/engine/step-sides.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Outcome } from "./circuit.ts";
import type { Circuits } from "./circuits.ts";
import { outcomeOfError, outcomeOfResponse } from "./read-outcome.ts";

/** Beyond the request's own limit, before another process takes a probe for lost, in ms. */
const marginMs = 5_000;
const neutral: Outcome = { ok: null };

/**
 * The HTTP client as a step has it: what goes to a host whose circuit is open is refused at once, and
 * how each request ends is told. A backup that calls whom its primary called, with the same
 * connection, tells nothing: its answer says nothing of what the primary asked for. As a probe it does.
 */
export function guardedClient(
  http: HttpClient,
  circuits: Pick<Circuits, "enter" | "settle">,
  scope: { workspaceId: string; connectionId: string },
  sides?: StepSides | undefined,
): HttpClient {
  return {
    async request(req) {
      const host = URL.parse(req.url)?.host ?? "";
      // No address at all: the client says so better.
      if (host === "" || host.length > 260) return await http.request(req);
      const key = { ...scope, host };
      const called = `${scope.connectionId} ${host}`;
      if (sides?.side === "primary") sides.called.add(called);
      const isShared = sides?.side === "backup" && sides.called.has(called);
      const entered = circuits.enter(key, (req.timeoutMs ?? 30_000) + marginMs);
      const permit = entered instanceof Promise ? await entered : entered;
      const settle = (outcome: Outcome) =>
        circuits.settle(key, permit, isShared && permit.probeId === null ? neutral : outcome);
      try {
        const response = await http.request(req);
        await settle(outcomeOfResponse(response, host));
        return response;
      } catch (error) {
        await settle(outcomeOfError(error, host));
        throw error;
      }
    },
    close: () => http.close(),
  };
}
