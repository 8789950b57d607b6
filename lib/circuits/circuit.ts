/** What a circuit stands for: one host, called with one connection or without one. */
export type CircuitKey = {
  workspaceId: string;
  /** Empty for requests without a connection. */
  connectionId: string;
  /** With its port, where that is not the usual one. */
  host: string;
};

/** How one host answers, as all processes agree on it. */
export type Circuit = CircuitKey & {
  id: string;
  /** `open`: nothing is sent. `half-open`: one request finds out whether the host is back. */
  state: "closed" | "open" | "half-open";
  /** In a row. */
  failures: number;
  /** How often it has opened without closing in between. */
  openings: number;
  /** When this trouble began; stays while probes fail. */
  openedAt: Date | null;
  /** From then on one request may find out. */
  retryAt: Date | null;
  halfOpenAt: Date | null;
  /** Whoever finds out has until then; if it dies, another may. */
  halfOpenUntil: Date | null;
  probeId: string | null;
  /** What went wrong last, in plain words. */
  reason: string;
  /** Grows with every change. */
  version: number;
};

/** How a request ended, as far as it tells whether the host is well. */
export type Outcome =
  | { ok: true }
  /** `retryAfterMs`: how long the host asked to be left alone. */
  | { ok: false; reason: string; retryAfterMs?: number | undefined }
  /** It tells nothing: the run was cancelled, or the request never left. */
  | { ok: null };

export type CircuitPolicy = {
  /** Failures in a row that open a circuit. */
  failures: number;
  /** How long it stays open at first, in ms; twice as long after every probe that fails. */
  openMs: number;
};

export const defaultCircuitPolicy: CircuitPolicy = { failures: 5, openMs: 30_000 };

/** The longest a circuit stays open by our own reckoning, in ms. */
export const longestOpenMs = 300_000;
/** The longest it stays open because the host asked for it, in ms. */
export const longestAskedMs = 900_000;
