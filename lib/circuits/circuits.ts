import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { raiseCircuitAlert } from "#lib/alerts/circuit-alerts.ts";
import {
  circuitsChannel,
  claimProbe,
  findAmissCircuits,
  findCircuit,
  lockCircuit,
  pruneCircuits,
  saveCircuit,
} from "#lib/db/circuits/circuit-rows.ts";
import type { NoticeLine } from "#lib/db/notice-line.ts";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { advanceCircuit } from "./advance-circuit.ts";
import type { Circuit, CircuitKey, Outcome } from "./circuit.ts";

export type CircuitsOptions = {
  pool: Pool;
  /** Without it, or while its connection is lost, changes elsewhere are seen after `refreshMs`. */
  line?: Pick<NoticeLine, "on"> | undefined;
  log: { warn(facts: object, message: string): void };
  /** How often everything is read afresh, in ms. Default 10,000. */
  refreshMs?: number;
};

/** The right to send one request. */
export type Permit = {
  /** Set for the one request that finds out whether the host is back. */
  probeId: string | null;
};

const freely: Permit = { probeId: null };
const pruneEveryMs = 3_600_000;

type Report = { outcome: Outcome; probeId: string | null };
type Queue = { waiting: Report[]; next: Promise<void> | undefined; writing: Promise<void> };

/**
 * Which hosts are left alone for now. The database decides, under a lock on the circuit's row, so
 * that any number of processes agree; each keeps in mind what is amiss, so that a request to a host
 * that is well asks nobody.
 */
export class Circuits {
  readonly #options: CircuitsOptions;
  /** Whatever is not simply closed. */
  readonly #amiss = new Map<string, Circuit>();
  readonly #queues = new Map<string, Queue>();
  #timer: NodeJS.Timeout | undefined;
  #pruning: NodeJS.Timeout | undefined;
  #loading: Promise<void> = Promise.resolve();

  /** Must be built before `line` is started. */
  constructor(options: CircuitsOptions) {
    this.#options = options;
    options.line?.on(circuitsChannel, (payload) => {
      const circuit = payload === null ? undefined : readNotice(payload);
      if (circuit === undefined) void this.refresh();
      else this.learn(circuit);
    });
  }

  /** Knows every circuit that is amiss when it resolves. */
  async start(): Promise<void> {
    await this.#load();
    const { refreshMs = 10_000, pool, log } = this.#options;
    this.#timer = setInterval(() => void this.refresh(), refreshMs).unref();
    this.#pruning = setInterval(() => {
      pruneCircuits(pool).catch((error) => log.warn({ err: error }, "circuits were not pruned"));
    }, pruneEveryMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#pruning);
    await this.#loading;
    await Promise.all([...this.#queues.values()].map(({ writing, next }) => next ?? writing));
  }

  /** Reads everything afresh. Never throws. */
  refresh(): Promise<void> {
    this.#loading = this.#load().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, "circuits could not be read");
    });
    return this.#loading;
  }

  /**
   * The right to call a host, at once when nothing is amiss. `leaseMs`: how long the request may take
   * at most.
   *
   * @throws UpstreamError `circuit_open` while the host is left alone
   */
  enter(key: CircuitKey, leaseMs: number): Permit | Promise<Permit> {
    const known = this.#amiss.get(nameOf(key));
    if (known === undefined || known.state === "closed") return freely;
    const closedUntil = known.state === "open" ? known.retryAt : known.halfOpenUntil;
    if (closedUntil !== null && closedUntil.getTime() > Date.now()) throw circuitOpen(known);
    return this.#probe(key, known, leaseMs);
  }

  /**
   * Tells how a request ended. What is as it should be costs nothing; a failure, and whatever a
   * probe found out, is in the database when this resolves. Never throws: a request's own end counts.
   */
  async settle(key: CircuitKey, permit: Permit, outcome: Outcome): Promise<void> {
    const { probeId } = permit;
    if (probeId === null && outcome.ok === null) return;
    const name = nameOf(key);
    if (outcome.ok && probeId === null) {
      if (this.#amiss.get(name)?.state === "closed") void this.#report(key, { outcome, probeId });
      return;
    }
    await this.#report(key, { outcome, probeId });
  }

  /** Takes note of a change, from wherever it comes. */
  learn(circuit: Circuit): void {
    const name = nameOf(circuit);
    const known = this.#amiss.get(name);
    if (known !== undefined && known.version >= circuit.version) return;
    if (circuit.state === "closed" && circuit.failures === 0) this.#amiss.delete(name);
    else this.#amiss.set(name, circuit);
  }

  async #probe(key: CircuitKey, known: Circuit, leaseMs: number): Promise<Permit> {
    const { pool, log } = this.#options;
    const probeId = uuid();
    try {
      const claimed = await claimProbe(pool, key, probeId, leaseMs);
      if (claimed !== undefined) {
        this.learn(claimed);
        return { probeId };
      }
      const current = await findCircuit(pool, key);
      if (current === undefined || current.state === "closed") {
        this.#amiss.delete(nameOf(key));
        return freely;
      }
      this.learn(current);
      throw circuitOpen(current);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      log.warn({ err: error }, "whether a host may be tried again could not be read");
      throw circuitOpen(known);
    }
  }

  /** Several ends of one circuit at once are written together, in their order. */
  #report(key: CircuitKey, report: Report): Promise<void> {
    const name = nameOf(key);
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = { waiting: [], next: undefined, writing: Promise.resolve() };
      this.#queues.set(name, queue);
    }
    const { waiting } = queue;
    waiting.push(report);
    queue.next ??= queue.writing.then(async () => {
      queue.writing = this.#write(key, waiting.splice(0));
      queue.next = undefined;
      await queue.writing;
      if (queue.next === undefined) this.#queues.delete(name);
    });
    return queue.next;
  }

  async #write(key: CircuitKey, reports: readonly Report[]): Promise<void> {
    const { pool, log } = this.#options;
    try {
      const saved = await inTransaction(pool, async (client) => {
        const { circuit, policy, now } = await lockCircuit(client, uuid(), key);
        let current = circuit;
        for (const { outcome, probeId } of reports) {
          const next = await advanceCircuit(current, outcome, probeId, policy, now);
          await raiseCircuitAlert(client, next.event, current, next.circuit);
          current = next.circuit;
        }
        return current === circuit ? circuit : await saveCircuit(client, current);
      });
      this.learn(saved);
    } catch (error) {
      log.warn({ err: error, host: key.host }, "how a host answered could not be written down");
    }
  }

  async #load(): Promise<void> {
    const circuits = await findAmissCircuits(this.#options.pool);
    const names = new Set(circuits.map(nameOf));
    for (const name of this.#amiss.keys()) if (!names.has(name)) this.#amiss.delete(name);
    for (const circuit of circuits) this.learn(circuit);
  }
}

function nameOf({ workspaceId, connectionId, host }: CircuitKey): string {
  return `${workspaceId} ${connectionId} ${host}`;
}

function circuitOpen({ host, failures, retryAt, state, reason }: Circuit): UpstreamError {
  const times = failures === 1 ? "once" : `${failures} times in a row`;
  const waitMs = state === "open" && retryAt !== null ? retryAt.getTime() - Date.now() : 0;
  const seconds = Math.ceil(waitMs / 1000);
  const when =
    seconds <= 0
      ? "Patchbay is finding out just now whether it is back"
      : `Patchbay tries again in ${seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}`;
  return new UpstreamError("circuit_open", `${host} failed ${times}; ${when}.`, {
    next: "Name a backup in the step's settings, or close the circuit on the Queue page once the other side works again.",
    retryAfterMs: Math.max(waitMs, 1_000),
    details: { host, lastFailure: reason },
  });
}

const date = z.coerce.date().nullable();
const notice = z.object({
  id: z.string(),
  workspaceId: z.string(),
  connectionId: z.string(),
  host: z.string(),
  state: z.enum(["closed", "open", "half-open"]),
  failures: z.number(),
  openings: z.number(),
  openedAt: date,
  retryAt: date,
  halfOpenAt: date,
  halfOpenUntil: date,
  probeId: z.string().nullable(),
  reason: z.string(),
  version: z.number(),
});

/** Undefined for what another version of Patchbay says: then everything is read. */
function readNotice(payload: string): Circuit | undefined {
  try {
    return notice.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}
