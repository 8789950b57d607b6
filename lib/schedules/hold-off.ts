/**
 * Remembers what to leave alone for a while: what could not be started must not be tried several
 * times a second, nor keep what is behind it waiting.
 */
export class HoldOff {
  readonly #until = new Map<string, number>();

  /** Leaves `key` alone for `ms`. */
  put(key: string, ms: number): void {
    this.#until.set(key, Date.now() + ms);
  }

  /** What is to be left alone now. */
  keys(): string[] {
    const now = Date.now();
    for (const [key, until] of this.#until) if (until <= now) this.#until.delete(key);
    return [...this.#until.keys()];
  }
}
