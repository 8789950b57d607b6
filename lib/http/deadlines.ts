/** Something in flight that ends when its time is over or its run was cancelled. */
export type Expiring = {
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  expire(): void;
  cancel(): void;
};

const tickMs = 25;

/**
 * One clock for all requests in flight, instead of a timer and an abort listener for each: at
 * thousands of requests a second those cost more than the requests' own bookkeeping. A request ends
 * at most 25 ms late. The clock runs only while something is in flight and keeps no process alive.
 */
export class Deadlines {
  readonly #inFlight = new Set<Expiring>();
  #timer: NodeJS.Timeout | undefined;

  add(item: Expiring): void {
    this.#inFlight.add(item);
    this.#timer ??= setInterval(() => this.#tick(), tickMs).unref();
  }

  delete(item: Expiring): void {
    this.#inFlight.delete(item);
  }

  #tick(): void {
    if (this.#inFlight.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    for (const item of this.#inFlight) {
      if (item.signal?.aborted) item.cancel();
      else if (item.deadline <= now) item.expire();
    }
  }
}
