import type { HttpClient } from "#lib/http/client.ts";
import { parseRetryAfter } from "#lib/http/retry-after.ts";
import type { Budgets } from "./budgets.ts";
import type { RateLimit } from "./rate-limit.ts";

/** Of a request's time, so much may be spent on waiting for its turn. */
const waitingShare = 0.8;

/**
 * The HTTP client as a step has it where an admin has limited how often its connection may call: each
 * request waits for its turn, and what the other side says about patience holds for everybody.
 */
export function budgetedClient(
  http: HttpClient,
  budgets: Pick<Budgets, "enter" | "pause">,
  scope: { workspaceId: string; connectionId: string; limit: RateLimit },
): HttpClient {
  const { limit, ...whose } = scope;
  return {
    async request(req) {
      const host = URL.parse(req.url)?.host ?? "";
      // No address at all: the client says so better.
      if (host === "" || host.length > 260) return await http.request(req);
      const key = { ...whose, host };
      const timeoutMs = req.timeoutMs ?? 30_000;
      const startedAt = performance.now();
      const turn = await budgets.enter(key, limit, {
        patienceMs: Math.round(timeoutMs * waitingShare),
        leaseMs: timeoutMs + 5_000,
        signal: req.signal,
      });
      try {
        const left = Math.max(1_000, timeoutMs - (performance.now() - startedAt));
        const response = await http.request({ ...req, timeoutMs: Math.min(timeoutMs, left) });
        if (response.status === 429) {
          const askedMs = parseRetryAfter(response.headers["retry-after"]);
          if (askedMs !== undefined) await budgets.pause(key, askedMs);
        }
        return response;
      } finally {
        turn.over();
      }
    },
    close: () => http.close(),
  };
}
