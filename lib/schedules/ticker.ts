type TickerOptions = {
  everyMs: number;
  /** One round of work; true when there is more at once. */
  round: () => Promise<boolean>;
  onError: (error: unknown) => void;
};

/** How long a failed round is followed by none, in ms. */
const pauseMs = 1_000;

/** Does rounds of work one after another: several times a second, and at once while there is more. */
export class Ticker {
  readonly #options: TickerOptions;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #stopped = true;

  constructor(options: TickerOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#plan(0);
  }

  /** Resolves when the round under way has ended; none follows. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #plan(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#working = this.#work().then((pause) => this.#plan(pause));
    }, ms).unref();
  }

  async #work(): Promise<number> {
    try {
      for (let more = true; more && !this.#stopped; ) more = await this.#options.round();
      return this.#options.everyMs;
    } catch (error) {
      this.#options.onError(error);
      return pauseMs;
    }
  }
}
