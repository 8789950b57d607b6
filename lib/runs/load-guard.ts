import { getHeapStatistics } from "node:v8";
import { EngineError } from "#lib/errors/engine-error.ts";

/** Of the heap's limit; above it, what comes in is turned away before the process runs out. */
const maxHeapShare = 0.85;
/** How long a measurement counts, in ms. */
const freshMs = 250;

/** Used and allowed bytes of the heap. */
export type HeapReader = () => { used: number; limit: number };

const readHeap: HeapReader = () => {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  return { used: used_heap_size, limit: heap_size_limit };
};

/** Turns work away while this process has too much in memory. */
export class LoadGuard {
  readonly #read: HeapReader;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #full = false;

  /** `read` default: this process's own heap. */
  constructor(read: HeapReader = readHeap) {
    this.#read = read;
  }

  /** Throws `overloaded` when the heap is nearly full. */
  check(): void {
    const now = performance.now();
    if (now - this.#measuredAt > freshMs) {
      const { used, limit } = this.#read();
      this.#full = used > limit * maxHeapShare;
      this.#measuredAt = now;
    }
    if (this.#full) throw overloaded();
  }
}

/** More than this process can take in now. */
export function overloaded(): EngineError {
  return new EngineError("overloaded", "Patchbay has more to do than it can take in now.", {
    next: "Try again in a moment.",
    retryAfterMs: 1_000,
  });
}
