import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { AuditRow } from "#lib/db/audit/list-entries.ts";
import {
  claimStream,
  type DueStream,
  noteDelivered,
  noteFailure,
  pendingEntries,
  releaseStream,
} from "#lib/db/audit/streams.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { RunLog } from "#lib/runs/run-runtime.ts";
import { Ticker } from "#lib/schedules/ticker.ts";
import { signingSecretOf, signWebhook } from "#lib/webhooks/signature/sign.ts";
import { auditRecord } from "./entry-view.ts";

export type AuditStreamerOptions = {
  pool: Pool;
  http: Pick<HttpClient, "request">;
  /** Makes the signing secrets; 32 bytes. */
  key: Buffer;
  log: Pick<RunLog, "warn">;
  /** How often to look for entries, in ms. Default 1,000. */
  everyMs?: number;
};

const timeoutMs = 10_000;
/** Longer than one delivery may take; renewed with each. */
const leaseMs = 30_000;
const batch = 100;
const firstRetryMs = 5_000;
const longestRetryMs = 3_600_000;

/** How long to wait after so many failures in a row, in ms: 5 s, doubled each time, at most an hour. */
export function retryAfter(failures: number): number {
  return Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 20), longestRetryMs);
}

/**
 * Sends audit entries to the addresses that workspaces have named, one after another. An entry is
 * sent until its receiver answers 2xx, and only then the next one is: at least once, told apart by
 * `id`, in the order of `sequence`. Any number of processes may have one.
 */
export class AuditStreamer {
  readonly #options: AuditStreamerOptions;
  readonly #ticker: Ticker;

  constructor(options: AuditStreamerOptions) {
    this.#options = options;
    this.#ticker = new Ticker({
      everyMs: options.everyMs ?? 1_000,
      round: () => this.round(),
      onError: (error) => options.log.warn({ err: error }, "audit entries could not be streamed"),
    });
  }

  start(): void {
    this.#ticker.start();
  }

  stop(): Promise<void> {
    return this.#ticker.stop();
  }

  /** Delivers a batch of one stream; true when there may be more. */
  async round(): Promise<boolean> {
    const { pool } = this.#options;
    const token = randomUUID();
    const stream = await claimStream(pool, token, leaseMs);
    if (stream === null) return false;
    const lease = { workspaceId: stream.workspaceId, token };
    const entries = await pendingEntries(pool, stream.workspaceId, batch);
    for (const [index, entry] of entries.entries()) {
      const failure = await this.#send(stream, entry, stream.sequence + index + 1);
      if (failure !== null) {
        await noteFailure(pool, lease, failure, retryAfter(stream.failures + 1));
        return true;
      }
      stream.failures = 0;
      if (!(await noteDelivered(pool, lease, entry.id, leaseMs))) return true;
    }
    await releaseStream(pool, lease);
    return true;
  }

  /** Sends one entry. Null when it has arrived, else why not. */
  async #send(stream: DueStream, entry: AuditRow, sequence: number): Promise<string | null> {
    const { http, key } = this.#options;
    const body = JSON.stringify({ sequence, ...auditRecord(entry) });
    const secret = signingSecretOf(key, stream.workspaceId, stream.nonce);
    try {
      const { status } = await http.request({
        method: "POST",
        url: stream.url,
        headers: {
          "content-type": "application/json",
          ...signWebhook(secret, { id: entry.id, at: new Date(), body }),
        },
        body,
        timeoutMs,
        maxBytes: 100_000,
        followRedirects: false,
      });
      if (status >= 200 && status < 300) return null;
      return `The receiver answered with status ${status}.`;
    } catch (error) {
      return describeError(error).message;
    }
  }
}
