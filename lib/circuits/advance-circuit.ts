import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  type IBackoff,
} from "cockatiel";
import {
  type Circuit,
  type CircuitPolicy,
  longestAskedMs,
  longestOpenMs,
  type Outcome,
} from "./circuit.ts";

export type CircuitEvent = "opened" | "still-down" | "closed";

/**
 * What an outcome makes of a circuit, by `cockatiel`'s breaker: restored from the row, asked, and
 * exported again. `probeId` names the request that was let through to find out; what other requests
 * bring back while the circuit is open left before it opened, and changes nothing.
 */
export async function advanceCircuit(
  circuit: Circuit,
  outcome: Outcome,
  probeId: string | null,
  policy: CircuitPolicy,
  now: Date,
): Promise<{ circuit: Circuit; event: CircuitEvent | null }> {
  const isProbe = circuit.state === "half-open" && circuit.probeId === probeId;
  if (circuit.state !== "closed" && !isProbe) return { circuit, event: null };
  if (outcome.ok === null) {
    // Nothing was found out: the next request may.
    const again = { ...circuit, state: "open" as const, probeId: null, retryAt: now };
    return { circuit: isProbe ? again : circuit, event: null };
  }
  const counter = new ConsecutiveBreaker(policy.failures);
  const breaker = circuitBreaker(
    handleWhenResult((result) => result === false),
    {
      breaker: counter,
      halfOpenAfter: openFor(policy, 1),
      initialState: {
        ownState: isProbe
          ? { value: CircuitState.Open, openedAt: 0, attemptNo: circuit.openings }
          : { value: CircuitState.Closed },
        breakerState: circuit.failures,
      },
    },
  );
  const { ok } = outcome;
  await breaker.execute(() => ok);
  const failures = counter.state;
  if (breaker.state === CircuitState.Closed) {
    const closed = { ...circuit, ...calm, failures, reason: ok ? "" : outcome.reason };
    return { circuit: closed, event: isProbe ? "closed" : null };
  }
  const openings = isProbe ? circuit.openings + 1 : 1;
  const asked = ok ? 0 : Math.min(outcome.retryAfterMs ?? 0, longestAskedMs);
  const pauseMs = Math.max(openFor(policy, openings).duration, asked);
  return {
    circuit: {
      ...circuit,
      ...calm,
      state: "open",
      failures,
      openings,
      openedAt: circuit.openedAt ?? now,
      retryAt: new Date(now.getTime() + pauseMs),
      reason: ok ? "" : outcome.reason,
    },
    event: isProbe ? "still-down" : "opened",
  };
}

const calm = {
  state: "closed" as const,
  failures: 0,
  openings: 0,
  openedAt: null,
  retryAt: null,
  halfOpenAt: null,
  halfOpenUntil: null,
  probeId: null,
} satisfies Partial<Circuit>;

/** A circuit that somebody has closed by hand. */
export function closedByHand(circuit: Circuit): Circuit {
  return { ...circuit, ...calm, reason: "" };
}

/** How long the circuit stays open after its nth opening: twice as long each time, up to a limit. */
function openFor(policy: CircuitPolicy, opening: number): IBackoff<{ attempt: number }> {
  return {
    duration: Math.min(policy.openMs * 2 ** (opening - 1), longestOpenMs),
    next: ({ attempt }) => openFor(policy, attempt),
  };
}
