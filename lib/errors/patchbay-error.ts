import { type ErrorCode, httpStatusOf } from "./codes.ts";

export type PatchbayErrorOptions = {
  cause?: unknown;
  /** What the person can do next, as one plain sentence. */
  next?: string;
  /** The upstream's HTTP status, when an upstream answered. */
  status?: number;
  /** How long the upstream asked us to wait, in ms. */
  retryAfterMs?: number;
  /** Further facts to show; must be JSON and must hold no secret. */
  details?: Record<string, unknown>;
};

export type Fault = "user" | "upstream" | "engine";

/**
 * The base of every error that Patchbay throws on purpose: a stable code for machines, a sentence
 * for people, and whose fault it is. Bundles may hold copies of this class, so recognise an error
 * by `code` (see {@link isPatchbayError}), never by `instanceof`.
 */
export class PatchbayError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly next: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(fault: Fault, code: ErrorCode, message: string, options: PatchbayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PatchbayError";
    this.fault = fault;
    this.code = code;
    this.next = options.next;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
  }

  /** The HTTP status with which our own surfaces answer this error. */
  get httpStatus(): number {
    return httpStatusOf(this.code);
  }
}

/** Whether a thrown value is one of ours, from whichever bundle. */
export function isPatchbayError(value: unknown): value is PatchbayError {
  return (
    value instanceof Error && "code" in value && "fault" in value && typeof value.code === "string"
  );
}
