import type { Actor } from "#lib/access/contract.ts";

/** A host that is left alone for now, as people see it. */
export type CircuitSummary = {
  id: string;
  host: string;
  /** Null for requests without a connection. */
  connection: { id: string; name: string } | null;
  state: "open" | "half-open";
  /** In a row. */
  failures: number;
  /** What went wrong last, in plain words. */
  reason: string;
  openedAt: string;
  retryAt: string | null;
};

export type CircuitService = {
  /** The workspace's circuits that are not closed, the newest trouble first. */
  list(actor: Actor): Promise<CircuitSummary[]>;
  /** Calls the host again from now on, because somebody knows that it is back. */
  close(actor: Actor, circuitId: string): Promise<void>;
};
