import { createHash, randomBytes } from "node:crypto";

/**
 * Ids for spans that follow from our own: whoever traces a run's part, in whatever process, names the
 * same trace. Trace ids are 32 and span ids 16 hexadecimal digits (W3C Trace Context).
 */
export class SpanIds {
  #traceId: string | undefined;
  #spanId: string | undefined;

  /** The run's id is a UUID, which is as long as a trace id; anything else is digested. */
  traceOf(runId: string): string {
    const digits = runId.replaceAll("-", "").toLowerCase();
    return /^[0-9a-f]{32}$/.test(digits) ? digits : digest(runId, 32);
  }

  rootOf(runId: string): string {
    return digest(`run ${runId}`, 16);
  }

  stepOf(runId: string, activationId: string): string {
    return digest(`step ${runId} ${activationId}`, 16);
  }

  /** Gives these ids to the span that `start` begins. */
  naming<T>(traceId: string, spanId: string, start: () => T): T {
    this.#traceId = traceId;
    this.#spanId = spanId;
    try {
      return start();
    } finally {
      this.#traceId = undefined;
      this.#spanId = undefined;
    }
  }

  /** For the SDK. */
  generateTraceId(): string {
    return this.#traceId ?? randomBytes(16).toString("hex");
  }

  /** For the SDK. */
  generateSpanId(): string {
    return this.#spanId ?? randomBytes(8).toString("hex");
  }
}

function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
